import type { OrganizationId } from '@bindery/model'
import { z } from 'zod'
import { CountRow, DateRow, JsonObjectRow, parseFirstRow, toJsonb } from './rows.ts'
import type { Transaction } from './tenancy.ts'

export type AuditVerdict =
  | { readonly status: 'intact'; readonly entries: number }
  | { readonly status: 'broken'; readonly firstBroken: number }

/** An entry as it is read back; its number as text, since anybody may have written any number. */
const StoredEntry = z.object({
  number: z.string(),
  at: DateRow,
  /** Entries are written with whole milliseconds: what stands behind them is no part of the proof. */
  isWhole: z.literal(true),
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  detail: JsonObjectRow,
  mac: z.string(),
})
export type StoredEntry = z.output<typeof StoredEntry>

/** What makes the proofs of one organisation. */
export interface AuditProofs {
  readonly organizationId: OrganizationId
  readonly first: string
  readonly macOf: (previous: string, entry: StoredEntry & { readonly sequence: number }) => string
  readonly sealHead: (sequence: number, mac: string) => string
}

const pageSize = 500
const beforeAll = '-9223372036854775808'

/**
 * Recomputes the whole chain of one organisation as it stands when it is asked, 500 entries at a time. Entries that are
 * appended meanwhile are not looked at. Whatever is stored gives a verdict: what cannot be read back is broken, too.
 */
export async function verifyAudit(transaction: Transaction, proofs: AuditProofs): Promise<AuditVerdict> {
  const { organizationId } = proofs
  const end = await findEnd(transaction, organizationId)
  let [previous, checked, after] = [proofs.first, 0, beforeAll]
  const broken = (): AuditVerdict => ({ status: 'broken', firstBroken: checked + 1 })
  while (checked < end.count) {
    const limit = Math.min(pageSize, end.count - checked)
    const rows = await readPage(transaction, organizationId, { after, limit })
    const inexact = await findInexact(transaction, organizationId, rows.map(toEntry))
    if (rows.length === 0) break
    for (const row of rows) {
      const entry = toEntry(row)
      const isNext = entry !== undefined && entry.number === String(checked + 1) && entry.number !== inexact
      if (!isNext || proofs.macOf(previous, { ...entry, sequence: checked + 1 }) !== entry.mac)
        return broken()
      ;[previous, after] = [entry.mac, entry.number]
      checked += 1
    }
  }
  const isEnded =
    end.mac === null
      ? checked === 0 && !end.hasStory
      : end.head === String(checked) && end.mac === proofs.sealHead(checked, previous)
  return isEnded && checked === end.count ? { status: 'intact', entries: checked } : broken()
}

function toEntry(row: unknown): StoredEntry | undefined {
  const parsed = StoredEntry.safeParse(row)
  return parsed.success ? parsed.data : undefined
}

async function readPage(
  transaction: Transaction,
  organizationId: OrganizationId,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<readonly unknown[]> {
  const result: unknown = await transaction.raw(
    `select sequence::text as number, at, at = date_trunc('milliseconds', at) as "isWhole", actor, action, subject, detail, mac
     from audit_entries where organization_id = ? and sequence > ?::bigint order by sequence limit ?`,
    [organizationId, after, limit],
  )
  return z.object({ rows: z.array(z.unknown()) }).parse(result).rows
}

/** The first of these entries whose detail holds more digits than are read back, and so than its proof covers. */
async function findInexact(
  transaction: Transaction,
  organizationId: OrganizationId,
  entries: readonly (StoredEntry | undefined)[],
): Promise<string | undefined> {
  const read = entries.filter((entry) => entry !== undefined)
  const result: unknown = await transaction.raw(
    `select min(sequence)::text as number from audit_entries
     join unnest(?::bigint[], ?::text[]) as read (sequence, detail) using (sequence)
     where audit_entries.organization_id = ? and audit_entries.detail <> read.detail::jsonb`,
    [read.map(({ number }) => number), read.map(({ detail }) => toJsonb(detail)), organizationId],
  )
  return parseFirstRow(z.object({ number: z.string().nullable() }), result)?.number ?? undefined
}

const EndRow = z.object({
  mac: z.string().nullable(),
  head: z.string().nullable(),
  count: CountRow,
  hasStory: z.boolean(),
})

/**
 * The head and the number of entries in one statement, so that neither is from another moment. An organisation that has what
 * nobody makes without an entry has a log.
 */
async function findEnd(
  transaction: Transaction,
  organizationId: OrganizationId,
): Promise<z.output<typeof EndRow>> {
  const made = ['agents', 'integrations', 'secrets', 'auth_connectors', 'webhooks']
  const result: unknown = await transaction.raw(
    `select (select mac from audit_heads where organization_id = :own) as mac,
       (select sequence::text from audit_heads where organization_id = :own) as head,
       (select count(*) from audit_entries where organization_id = :own) as count,
       ${made.map((table) => `exists (select 1 from ${table} where organization_id = :own)`).join(' or ')} as has_story`,
    { own: organizationId },
  )
  return EndRow.parse(parseFirstRow(EndRow, result))
}
