import { type Confirmation, type ConfirmationId, type Environment, environments } from '@bindery/model'
import { z } from 'zod'
import {
  AgentIdRow,
  ConfirmationIdRow,
  hasRow,
  JsonObjectRow,
  JsonRow,
  OrganizationIdRow,
  parseFirstRow,
  SkillIdRow,
  toJsonb,
} from '../rows.ts'
import { newestFirst, type PageWindow, readPage, type RowPage } from '../keyset.ts'
import type { Transaction } from '../tenancy.ts'

export const confirmationStatuses = ['pending', 'approved', 'rejected', 'spent'] as const

const Call = z.object({
  agentId: AgentIdRow,
  skillId: SkillIdRow,
  skillHash: z.string(),
  callHash: z.string(),
  params: JsonObjectRow,
  environment: z.enum(environments),
  conversationId: z.string().exactOptional(),
  idempotencyKey: z.string().exactOptional(),
  isCallerVerified: z.boolean().exactOptional(),
  verifiedAt: z.coerce.date().exactOptional(),
  phase: z.string().exactOptional(),
  state: z.string().exactOptional(),
  context: JsonObjectRow.exactOptional(),
  told: JsonObjectRow.exactOptional(),
  needsOperator: z.literal(true).exactOptional(),
  summary: z.string(),
  preview: JsonRow,
  createdAt: z.coerce.date(),
  expiresAt: z.coerce.date(),
})

const ConfirmationRow = z.object({
  organizationId: OrganizationIdRow,
  id: ConfirmationIdRow,
  status: z.enum(confirmationStatuses),
  call: Call,
  isExpired: z.boolean(),
})

const selectConfirmation =
  'select organization_id, id, status, call, created_at, expires_at < now() as is_expired from confirmations'

export interface StoredConfirmation {
  readonly status: (typeof confirmationStatuses)[number]
  readonly isExpired: boolean
  readonly confirmation: Confirmation
}

/**
 * Keeps a waiting call and gives the one in force: this one, or the one that waits already under the same idempotency
 * key. It expires on the database's clock.
 */
export async function insertConfirmation(
  transaction: Transaction,
  confirmation: Confirmation,
): Promise<Confirmation> {
  const { confirmationId, organizationId, ...call } = confirmation
  const waiting = await findWaiting(transaction, confirmation.idempotencyKey)
  if (waiting !== undefined) return waiting
  const lifetimeSeconds = (call.expiresAt.getTime() - call.createdAt.getTime()) / 1000
  await transaction.raw(
    `insert into confirmations (organization_id, id, status, call, expires_at)
     values (?, ?, 'pending', ?::jsonb, now() + make_interval(secs => ?))`,
    [organizationId, confirmationId, toJsonb(call), lifetimeSeconds],
  )
  return confirmation
}

async function findWaiting(
  transaction: Transaction,
  key: string | undefined,
): Promise<Confirmation | undefined> {
  if (key === undefined) return undefined
  // Two calls with one key at once: the second one waits here and then finds the first one's row.
  await transaction.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`confirmation ${key}`])
  const result: unknown = await transaction.raw(
    `${selectConfirmation} where status in ('pending', 'approved') and expires_at >= now()
       and call->>'idempotencyKey' = ? limit 1`,
    [key],
  )
  const row = parseFirstRow(ConfirmationRow, result)
  return row === undefined ? undefined : toStored(row).confirmation
}

export async function findConfirmation(
  transaction: Transaction,
  id: string,
): Promise<StoredConfirmation | undefined> {
  const row = parseFirstRow(
    ConfirmationRow,
    await transaction.raw(`${selectConfirmation} where id = ?`, [id]),
  )
  return row === undefined ? undefined : toStored(row)
}

/** Newest first. */
export async function listConfirmations(
  transaction: Transaction,
  environment: Environment | undefined,
  window: PageWindow,
): Promise<RowPage<StoredConfirmation>> {
  const rows = transaction.raw(
    `${selectConfirmation} where ?::text is null or call->>'environment' = ?::text`,
    [environment ?? null, environment ?? null],
  )
  const list = {
    rows,
    parse: (row: unknown) => ConfirmationRow.parse(row),
    order: newestFirst,
    total: 'left out',
  } as const
  const page = await readPage(transaction, list, window)
  return { ...page, rows: page.rows.map(toStored) }
}

/** Decides a pending, unexpired confirmation. False when it was decided already, has expired or does not exist. */
export async function decideConfirmation(
  transaction: Transaction,
  id: string,
  decision: { readonly status: 'approved' | 'rejected'; readonly actor: string },
): Promise<boolean> {
  const result: unknown = await transaction.raw(
    `update confirmations set status = ?, decided_by = ?
     where id = ? and status = 'pending' and expires_at >= now() returning id`,
    [decision.status, decision.actor, id],
  )
  return hasRow(result)
}

/**
 * Lets a confirmation wait again that was approved and then not carried out, so that it can be approved once more. False
 * when it was spent.
 */
export async function reopenConfirmation(transaction: Transaction, id: string): Promise<boolean> {
  const result: unknown = await transaction.raw(
    `update confirmations set status = 'pending', decided_by = null where id = ? and status = 'approved' returning id`,
    [id],
  )
  return hasRow(result)
}

/** Takes an approved, unexpired confirmation in the statement that checks it. */
export async function spendConfirmation(
  transaction: Transaction,
  id: ConfirmationId,
): Promise<Confirmation | undefined> {
  const result: unknown = await transaction.raw(
    `update confirmations set status = 'spent' where id = ? and status = 'approved' and expires_at >= now()
     returning organization_id, id, status, call, false as is_expired`,
    [id],
  )
  const row = parseFirstRow(ConfirmationRow, result)
  return row === undefined ? undefined : toStored(row).confirmation
}

function toStored(row: z.output<typeof ConfirmationRow>): StoredConfirmation {
  return {
    status: row.status,
    isExpired: row.isExpired,
    confirmation: {
      ...row.call,
      confirmationId: row.id,
      organizationId: row.organizationId,
    },
  }
}
