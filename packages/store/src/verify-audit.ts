import type { OrganizationId } from '@bindery/model'
import { z } from 'zod'
import { CountRow, DateRow, JsonObjectRow, parseFirstRow, toJsonb } from './rows.ts'
import { shareName } from './statements/hold-name.ts'
import type { Transaction } from './tenancy.ts'

export type AuditVerdict =
  | {
      readonly status: 'intact'
      readonly entries: number
      /** Entries before these that were removed by age: a sealed checkpoint stands for them. */
      readonly removed: number
    }
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
  readonly sealOf: (end: 'head' | 'checkpoint', sequence: number, mac: string) => string
}

export const auditPageSize = 500
const beforeAll = '-9223372036854775808'

/** A place in the chain: behind an entry, with its proof. `after` is the last number that was read. */
export interface ChainPlace {
  readonly sequence: number
  readonly mac: string
  readonly after: string
}

/** Entries that follow one another from a place on, and the place behind the last one. */
export type ChainPage =
  | { readonly status: 'whole'; readonly entries: readonly StoredEntry[]; readonly end: ChainPlace }
  | { readonly status: 'broken'; readonly firstBroken: number }

/**
 * Recomputes the whole chain of one organisation as it stands when it is asked, 500 entries at a time, from its checkpoint on.
 * Entries that are appended meanwhile are not looked at, and none are removed. Whatever is stored gives a verdict: what cannot
 * be read back is broken, too.
 */
export async function verifyAudit(transaction: Transaction, proofs: AuditProofs): Promise<AuditVerdict> {
  const { organizationId } = proofs
  await shareName(transaction, chainOf(organizationId))
  const begin = await findBegin(transaction, proofs)
  const { mac, head, count, hasStory } = await findEnd(transaction, organizationId)
  const last = begin.sequence + count
  let place = begin
  while (place.sequence < last) {
    const limit = Math.min(auditPageSize, last - place.sequence)
    const page = await checkPage(transaction, proofs, { place, limit })
    if (page.status === 'broken') return page
    if (page.entries.length === 0) break
    place = page.end
  }
  const isEnded =
    mac === null
      ? place.sequence === 0 && !hasStory
      : head === String(place.sequence) && mac === proofs.sealOf('head', place.sequence, place.mac)
  if (!isEnded || place.sequence !== last) return { status: 'broken', firstBroken: place.sequence + 1 }
  return { status: 'intact', entries: count, removed: begin.sequence }
}

/** The name that is shared by who verifies the chain of an organisation, and held by who removes its oldest entries. */
export const chainOf = (organizationId: OrganizationId): string => `audit chain ${organizationId}`

const CheckpointRow = z.object({ sequence: z.string().regex(/^\d{1,15}$/), mac: z.string() })

/** Behind the entries that were removed by age; before the first one where none were, or where nothing proves that they were. */
export async function findBegin(transaction: Transaction, proofs: AuditProofs): Promise<ChainPlace> {
  const result: unknown = await transaction.raw(
    'select sequence::text as sequence, mac from audit_checkpoints where organization_id = ?',
    [proofs.organizationId],
  )
  const first = { sequence: 0, mac: proofs.first, after: beforeAll }
  const row = CheckpointRow.safeParse(parseFirstRow(z.unknown(), result)).data
  if (row === undefined) return first
  const place = { sequence: Number(row.sequence), mac: row.mac.slice(0, proofs.first.length) }
  const isOurs = row.mac === proofs.sealOf('checkpoint', place.sequence, place.mac)
  return isOurs ? { ...first, ...place } : first
}

/** The next entries behind a place, at most so many, as far as each is what was written. */
export async function checkPage(
  transaction: Transaction,
  proofs: AuditProofs,
  { place, limit }: { readonly place: ChainPlace; readonly limit: number },
): Promise<ChainPage> {
  const { organizationId } = proofs
  const rows = await readPage(transaction, organizationId, { after: place.after, limit })
  const inexact = await findInexact(transaction, organizationId, rows.map(toEntry))
  const entries: StoredEntry[] = []
  let end = place
  for (const row of rows) {
    const entry = toEntry(row)
    const sequence = end.sequence + 1
    const isNext = entry !== undefined && entry.number === String(sequence) && entry.number !== inexact
    if (!isNext || proofs.macOf(end.mac, { ...entry, sequence }) !== entry.mac)
      return { status: 'broken', firstBroken: sequence }
    entries.push(entry)
    end = { sequence, mac: entry.mac, after: entry.number }
  }
  return { status: 'whole', entries, end }
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
