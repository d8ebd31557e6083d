import { type Confirmation, type ConfirmationId, environments } from '@bindery/model'
import { z } from 'zod'
import {
  AgentIdRow,
  ConfirmationIdRow,
  DateRow,
  JsonObjectRow,
  JsonRow,
  OrganizationIdRow,
  parseFirstRow,
  parseRows,
  SkillIdRow,
  toJsonb,
} from '../rows.ts'
import type { Transaction } from '../tenancy.ts'

export const confirmationStatuses = ['pending', 'approved', 'rejected', 'spent'] as const

const Call = z.object({
  agentId: AgentIdRow,
  skillId: SkillIdRow,
  skillHash: z.string(),
  callHash: z.string(),
  params: JsonObjectRow,
  environment: z.enum(environments),
  conversationId: z.string().optional(),
  idempotencyKey: z.string().optional(),
  isCallerVerified: z.boolean().optional(),
  summary: z.string(),
  preview: JsonRow,
})

const ConfirmationRow = z.object({
  organization_id: OrganizationIdRow,
  id: ConfirmationIdRow,
  status: z.enum(confirmationStatuses),
  call: Call,
  expires_at: DateRow,
  created_at: DateRow,
  is_expired: z.boolean(),
})

export interface StoredConfirmation {
  readonly status: (typeof confirmationStatuses)[number]
  readonly isExpired: boolean
  readonly confirmation: Confirmation
}

export async function insertConfirmation(
  transaction: Transaction,
  confirmation: Confirmation,
): Promise<void> {
  const { confirmationId, organizationId, createdAt, expiresAt, ...call } = confirmation
  await transaction.raw(
    `insert into confirmations (organization_id, id, status, call, expires_at)
     values (?, ?, 'pending', ?::jsonb, now() + make_interval(secs => ?))`,
    [organizationId, confirmationId, toJsonb(call), (expiresAt.getTime() - createdAt.getTime()) / 1000],
  )
}

const selectConfirmation = 'select *, expires_at < now() as is_expired from confirmations'

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

export async function listConfirmations(
  transaction: Transaction,
  page: { readonly offset: number; readonly limit: number },
): Promise<readonly StoredConfirmation[]> {
  const result: unknown = await transaction.raw(
    `${selectConfirmation} order by created_at desc, id offset ? limit ?`,
    [page.offset, page.limit],
  )
  return parseRows(ConfirmationRow, result).map(toStored)
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
  return parseFirstRow(z.object({ id: z.string() }), result) !== undefined
}

/** Takes an approved, unexpired confirmation in the statement that checks it. */
export async function spendConfirmation(
  transaction: Transaction,
  id: ConfirmationId,
): Promise<Confirmation | undefined> {
  const result: unknown = await transaction.raw(
    `update confirmations set status = 'spent' where id = ? and status = 'approved' and expires_at >= now()
     returning *, false as is_expired`,
    [id],
  )
  const row = parseFirstRow(ConfirmationRow, result)
  return row === undefined ? undefined : toStored(row).confirmation
}

function toStored(row: z.output<typeof ConfirmationRow>): StoredConfirmation {
  const { conversationId, idempotencyKey, isCallerVerified, ...call } = row.call
  return {
    status: row.status,
    isExpired: row.is_expired,
    confirmation: {
      ...call,
      ...(conversationId === undefined ? {} : { conversationId }),
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      ...(isCallerVerified === undefined ? {} : { isCallerVerified }),
      confirmationId: row.id,
      organizationId: row.organization_id,
      createdAt: row.created_at,
      expiresAt: row.expires_at,
    },
  }
}
