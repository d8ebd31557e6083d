import { channels, type Confirmation, type Environment, environments } from '@bindery/model'
import { z } from 'zod'
import { newestFirst, type PageWindow, type RowPage } from '../keyset.ts'
import {
  AgentIdRow,
  ConfirmationIdRow,
  DateRow,
  JsonObjectRow,
  JsonRow,
  OrganizationIdRow,
  SkillIdRow,
} from '../rows.ts'
import { holdName } from '../statements/hold-name.ts'
import { Table } from '../table.ts'
import type { Transaction } from '../tenancy.ts'

export const confirmationStatuses = ['pending', 'approved', 'rejected', 'spent'] as const

const Call = z.object({
  agentId: AgentIdRow,
  skillId: SkillIdRow,
  skillHash: z.string(),
  isDraft: z.literal(true).exactOptional(),
  callHash: z.string(),
  destinations: z.record(z.string(), z.string()).exactOptional(),
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
  askedBy: z.string().exactOptional(),
  channel: z.enum(channels).exactOptional(),
  needsOperator: z.literal(true).exactOptional(),
  aheadHash: z.string().exactOptional(),
  summary: z.string(),
  preview: JsonRow,
  createdAt: z.coerce.date(),
  expiresAt: z.coerce.date(),
})

export const ConfirmationRow = z.object({
  organizationId: OrganizationIdRow,
  id: ConfirmationIdRow,
  status: z.enum(confirmationStatuses),
  call: Call,
  /** What was read before a person was asked, sealed; null where nothing was, and once it is decided. */
  sealedAhead: z.string().nullable(),
  createdAt: DateRow,
  isExpired: z.boolean(),
  isVoid: z.boolean(),
})

const confirmations = new Table({
  name: 'confirmations',
  row: ConfirmationRow,
  hidden: z.object({ expiresAt: DateRow, decidedBy: z.string().nullable() }),
  json: ['call'],
  from: `select confirmations.*, expires_at < now() as is_expired,
    expires_at < now() and expires_at - created_at < (call->>'expiresAt')::timestamptz - (call->>'createdAt')::timestamptz
      as is_void from confirmations`,
})

export interface StoredConfirmation {
  readonly status: (typeof confirmationStatuses)[number]
  readonly isExpired: boolean
  /** Its time was ended because it could no longer be carried out as it was shown (`voidConfirmation`). */
  readonly isVoid: boolean
  /** Without what was read for it, which is sealed beside it. */
  readonly confirmation: Confirmation
  readonly sealedAhead: string | null
}

/**
 * Keeps a waiting call and gives the one in force: this one, or the one that waits already under the same idempotency
 * key. It expires on the database's clock.
 */
export async function insertConfirmation(
  transaction: Transaction,
  { ahead: _read, ...confirmation }: Confirmation,
  sealedAhead: string | null = null,
): Promise<Confirmation> {
  const { confirmationId, organizationId, ...call } = confirmation
  const waiting = await findWaiting(transaction, confirmation.idempotencyKey)
  if (waiting !== undefined) return waiting
  await forgetExpiredReads(transaction)
  const lifetimeSeconds = (call.expiresAt.getTime() - call.createdAt.getTime()) / 1000
  const expiresAt = transaction.raw('now() + make_interval(secs => ?)', [lifetimeSeconds])
  const cells = {
    organizationId,
    id: confirmationId,
    status: 'pending',
    call,
    sealedAhead,
    expiresAt,
  } as const
  await confirmations.insert(transaction, cells)
  return confirmation
}

/** Removes what was read for calls that nobody decided in time. False when there was nothing of the kind. */
export const forgetExpiredReads = (transaction: Transaction): Promise<boolean> =>
  confirmations.update(
    transaction,
    [{}, transaction.raw('sealed_ahead is not null and expires_at < now()')],
    { sealedAhead: null },
  )

async function findWaiting(
  transaction: Transaction,
  key: string | undefined,
): Promise<Confirmation | undefined> {
  if (key === undefined) return undefined
  // Two calls with one key at once: the second one waits here and then finds the first one's row.
  await holdName(transaction, `confirmation ${key}`)
  return findWaitingConfirmation(transaction, key)
}

/** The confirmation in force of a call under this idempotency key. */
export async function findWaitingConfirmation(
  transaction: Transaction,
  key: string,
): Promise<Confirmation | undefined> {
  const isWaiting = transaction.raw(
    `status in ('pending', 'approved') and expires_at >= now() and call->>'idempotencyKey' = ?`,
    [key],
  )
  const row = await confirmations.find(transaction, [{}, isWaiting])
  return row === undefined ? undefined : toStored(row).confirmation
}

export async function findConfirmation(
  transaction: Transaction,
  id: string,
): Promise<StoredConfirmation | undefined> {
  const row = await confirmations.find(transaction, { id })
  return row === undefined ? undefined : toStored(row)
}

export interface ConfirmationFilter {
  readonly environment?: Environment | undefined
  /** `pending` are those that may still be decided; `expired` those that were not in time. */
  readonly status?: (typeof confirmationStatuses)[number] | 'expired' | undefined
}

/** Newest first. Those that are pending are counted. */
export async function pageConfirmations(
  transaction: Transaction,
  { environment, status }: ConfirmationFilter,
  window: PageWindow,
): Promise<RowPage<StoredConfirmation>> {
  const narrowed = [
    ...(environment === undefined
      ? []
      : [{ sql: "call->>'environment' = ?", bindings: [environment] as const }]),
    ...(status === 'pending' ? [{ sql: 'expires_at >= now()', bindings: [] }] : []),
    ...(status === 'expired' ? [{ sql: 'expires_at < now()', bindings: [] }] : []),
  ]
  const stored = status === 'expired' ? 'pending' : status
  const more = transaction.raw(
    ['true', ...narrowed.map(({ sql }) => sql)].join(' and '),
    narrowed.flatMap(({ bindings }) => [...bindings]),
  )
  const where = [stored === undefined ? {} : { status: stored }, more] as const
  const total = status === 'pending' ? 'counted' : 'left out'
  const page = await confirmations.page(transaction, where, { order: newestFirst, total, window })
  return { ...page, rows: page.rows.map(toStored) }
}

/** Decides a pending, unexpired confirmation. False when it was decided already, has expired or does not exist. */
export const decideConfirmation = (
  transaction: Transaction,
  id: string,
  { status, actor }: { readonly status: 'approved' | 'rejected'; readonly actor: string },
): Promise<boolean> =>
  confirmations.update(transaction, [{ id, status: 'pending' }, transaction.raw('expires_at >= now()')], {
    status,
    decidedBy: actor,
    ...(status === 'rejected' ? { sealedAhead: null } : {}),
  })

/**
 * Lets a confirmation wait again that was approved and then not carried out, so that it can be approved once more. False
 * when it was spent.
 */
export const reopenConfirmation = (transaction: Transaction, id: string): Promise<boolean> =>
  confirmations.update(transaction, { id, status: 'approved' }, { status: 'pending', decidedBy: null })

/**
 * Ends the time of a confirmation that nobody has carried out, so that it can be neither approved nor spent any more, and
 * forgets what was read for it. False when it was rejected or spent.
 */
export const voidConfirmation = (transaction: Transaction, id: string): Promise<boolean> =>
  confirmations.update(
    transaction,
    [{ id }, transaction.raw("status in ('pending', 'approved') and expires_at >= now()")],
    { expiresAt: transaction.raw("now() - interval '1 millisecond'"), sealedAhead: null },
  )

export function toStored(row: z.output<typeof ConfirmationRow>): StoredConfirmation {
  return {
    status: row.status,
    isExpired: row.isExpired,
    isVoid: row.isVoid,
    sealedAhead: row.sealedAhead,
    confirmation: {
      ...row.call,
      confirmationId: row.id,
      organizationId: row.organizationId,
    },
  }
}
