import { AsyncLocalStorage } from 'node:async_hooks'
import { createHmac } from 'node:crypto'
import { canonicalJson, type JsonObject, type OrganizationId } from '@bindery/model'
import { z } from 'zod'
import type { AuditAction } from './audit-actions.ts'
import { CountRow, DateRow, JsonObjectRow, parseFirstRow, toJsonb } from './rows.ts'
import { Table } from './table.ts'
import type { Transaction } from './tenancy.ts'
import { type AuditCut, cutAudit } from './cut-audit.ts'
import { type AuditProofs, type AuditVerdict, verifyAudit } from './verify-audit.ts'
import type { KeySource } from './vault/installation-keys.ts'

export interface AuditEvent {
  readonly actor: string
  readonly action: AuditAction
  readonly subject: string
  readonly detail: JsonObject
}

export const AuditRow = z.object({
  sequence: CountRow,
  at: DateRow,
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  detail: JsonObjectRow,
  mac: z.string(),
})
export type AuditRow = z.output<typeof AuditRow>

const firstMac = '0'.repeat(64)
const HeadRow = z.object({ sequence: CountRow, mac: z.string(), at: DateRow })

interface SealedEnd {
  readonly organizationId: OrganizationId
  readonly sequence: number
  readonly mac: string
}

/** What a transaction has to tell, by organisation. */
type Untold = Map<OrganizationId, AuditEvent[]>

const watching = new AsyncLocalStorage<Set<AuditAction>>()

/** Does work, and says what it and all that it waited for told the audit log, in whatever transactions. */
export async function watchAudit<Value>(
  work: () => Promise<Value>,
): Promise<{ readonly value: Value; readonly told: ReadonlySet<AuditAction> }> {
  const told = new Set<AuditAction>()
  return { value: await watching.run(told, work), told }
}

/**
 * A log per organisation in which each entry's HMAC-SHA-256 covers the entry and the HMAC before it: an edit, a removal
 * or a swap is found, and where. Entries are written in the transaction of what they tell about, as the last thing that
 * it does: the end of the log is a lock of the organisation, and who waits for another one with it in hand waits for
 * everybody who has that and something to tell.
 */
export class AuditLog {
  readonly #key: Buffer
  readonly #untold = new WeakMap<Transaction, Untold>()

  constructor(keys: KeySource) {
    this.#key = keys.derive('audit chain')
  }

  async append(transaction: Transaction, organizationId: OrganizationId, event: AuditEvent): Promise<void> {
    await this.appendAll(transaction, organizationId, [event])
  }

  /** Appends events in order, once the work of the transaction is done. */
  async appendAll(
    transaction: Transaction,
    organizationId: OrganizationId,
    events: readonly AuditEvent[],
  ): Promise<void> {
    const untold = this.#untold.get(transaction)
    if (untold === undefined) throw new Error('Entries of the audit log are written inside of Store.run.')
    untold.set(organizationId, [...(untold.get(organizationId) ?? []), ...events])
    for (const { action } of events) watching.getStore()?.add(action)
  }

  /** Does work in a transaction, and then writes what it had to tell. */
  async during<Value>(
    transaction: Transaction,
    work: (transaction: Transaction) => Promise<Value>,
  ): Promise<Value> {
    const untold: Untold = new Map()
    this.#untold.set(transaction, untold)
    const value = await work(transaction)
    this.#untold.delete(transaction)
    for (const organizationId of [...untold.keys()].sort())
      await this.#write(transaction, organizationId, untold.get(organizationId) ?? [])
    return value
  }

  /** One link after another. */
  async #write(
    transaction: Transaction,
    organizationId: OrganizationId,
    events: readonly AuditEvent[],
  ): Promise<void> {
    if (events.length === 0) return
    const head = await reserve(transaction, organizationId, events.length)
    const first = head.sequence - events.length + 1
    let previous = head.mac.slice(0, firstMac.length)
    const entries = events.map((event, position) => {
      const entry = { ...event, detail: normalise(event.detail), sequence: first + position, at: head.at }
      previous = this.#macOf(previous, organizationId, entry)
      return { ...entry, mac: previous }
    })
    await transaction.raw(
      `with entries as (
         insert into audit_entries (organization_id, sequence, at, actor, action, subject, detail, mac)
         select ?, sequence, ?, actor, action, subject, detail::jsonb, mac
         from unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
           as entry (sequence, actor, action, subject, detail, mac)
       )
       update audit_heads set mac = ? where organization_id = ?`,
      [
        organizationId,
        head.at,
        entries.map((entry) => entry.sequence),
        entries.map((entry) => entry.actor),
        entries.map((entry) => entry.action),
        entries.map((entry) => entry.subject),
        entries.map((entry) => toJsonb(entry.detail)),
        entries.map((entry) => entry.mac),
        this.#seal('head', { organizationId, sequence: head.sequence, mac: previous }),
        organizationId,
      ],
    )
  }

  /** Whether the log of an organisation is what was written, and where it is not. */
  async verify(transaction: Transaction, organizationId: OrganizationId): Promise<AuditVerdict> {
    return verifyAudit(transaction, this.#proofsOf(organizationId))
  }

  /**
   * Removes a batch of the oldest entries of an organisation, those of more than so many days ago, and seals a checkpoint that
   * the rest is chained to. Entries that are not what was written stay, as does all behind them.
   */
  async cut(transaction: Transaction, organizationId: OrganizationId, days: number): Promise<AuditCut> {
    return cutAudit(transaction, this.#proofsOf(organizationId), days)
  }

  #proofsOf(organizationId: OrganizationId): AuditProofs {
    return {
      organizationId,
      first: firstMac,
      macOf: (previous, entry) => this.#macOf(previous, organizationId, entry),
      sealOf: (end, sequence, mac) => this.#seal(end, { organizationId, sequence, mac }),
    }
  }

  /**
   * What the head holds: the last entry's HMAC and one over that and its place. Without the second one, who removes the
   * last entries could wind the head back with what the remaining entries show. The same for the checkpoint and the first.
   */
  #seal(end: 'head' | 'checkpoint', { organizationId, sequence, mac }: SealedEnd): string {
    const text = canonicalJson({ [end]: mac, organizationId, sequence })
    return `${mac}:${createHmac('sha256', this.#key).update(text).digest('hex')}`
  }

  #macOf(previous: string, organizationId: OrganizationId, entry: Omit<AuditRow, 'mac'>): string {
    const text = canonicalJson({
      previous,
      organizationId,
      sequence: entry.sequence,
      at: entry.at.toISOString(),
      actor: entry.actor,
      action: entry.action,
      subject: entry.subject,
      detail: entry.detail,
    })
    return createHmac('sha256', this.#key).update(text).digest('hex')
  }
}

const entries = new Table({ name: 'audit_entries', row: AuditRow })

export interface AuditFilter {
  readonly actor?: string | undefined
  readonly action?: string | undefined
  readonly subject?: string | undefined
  /** At this time or later, and before that one. */
  readonly from?: Date | undefined
  readonly to?: Date | undefined
}

/** Entries before a sequence number, newest first. */
export async function listAuditBackwards(
  transaction: Transaction,
  { before, limit }: { readonly before: number; readonly limit: number },
  { actor, action, subject, from, to }: AuditFilter = {},
): Promise<readonly AuditRow[]> {
  const order = [{ column: 'sequence', kind: 'integer', direction: 'down' }] as const
  const page = { order, total: 'left out', window: { after: undefined, limit } } as const
  const named = {
    ...(actor !== undefined && { actor }),
    ...(action !== undefined && { action }),
    ...(subject !== undefined && { subject }),
  }
  const bounds = (
    [
      ['sequence < ?', before],
      ['at >= ?', from],
      ['at < ?', to],
    ] as const
  ).flatMap(([sql, value]) => (value === undefined ? [] : [{ sql, value }]))
  const within = transaction.raw(
    bounds.map(({ sql }) => sql).join(' and '),
    bounds.map(({ value }) => value),
  )
  return (await entries.page(transaction, [named, within], page)).rows
}

/** Takes the next sequence numbers. The head's row is held until the transaction ends: entries of one organisation queue up. */
async function reserve(
  transaction: Transaction,
  organizationId: OrganizationId,
  count: number,
): Promise<z.output<typeof HeadRow>> {
  const result: unknown = await transaction.raw(
    `insert into audit_heads as head (organization_id, sequence, mac) values (?, ?, ?)
     on conflict (organization_id) do update set sequence = head.sequence + excluded.sequence
     returning sequence, mac, date_trunc('milliseconds', clock_timestamp()) as at`,
    [organizationId, count, firstMac],
  )
  return HeadRow.parse(parseFirstRow(HeadRow, result))
}

/** What comes back from a `jsonb` column must give the same text as what went in. */
function normalise(detail: JsonObject): JsonObject {
  return JsonObjectRow.parse(JSON.parse(toJsonb(detail)))
}
