import { Readable } from 'node:stream'
import type { OrganizationId } from '@bindery/model'
import { listAuditBackwards } from '@bindery/store'
import type { Needs } from '../kernel/needs.ts'
import { toCsvLine } from './csv-text.ts'

type Filter = Parameters<typeof listAuditBackwards>[2]
type Entry = Awaited<ReturnType<typeof listAuditBackwards>>[number]

const pageSize = 500
/** Entries of one table: a spreadsheet holds a million rows, and nobody waits for more. */
const mostEntries = 100_000

export interface AuditTable {
  readonly organizationId: OrganizationId
  /** Entries before this sequence. */
  readonly before: number
  readonly filter: Filter
}

/**
 * The log as a table, newest first, page by page as it is read: no transaction is open meanwhile. Where there are more entries
 * than one table has, its last line says so and how to go on.
 */
export const auditTable = (services: Needs<'store'>, table: AuditTable, most = mostEntries): Readable =>
  Readable.from(lines(services, table, most))

const columns = ['sequence', 'at', 'actor', 'action', 'subject', 'detail', 'mac']

async function* lines(
  { store }: Needs<'store'>,
  { organizationId, before: start, filter }: AuditTable,
  most: number,
): AsyncGenerator<string> {
  yield toCsvLine(columns)
  let before = start
  for (let left = most; left > 0; ) {
    const limit = Math.min(pageSize, left)
    const rows = await store.run(organizationId, (transaction) =>
      listAuditBackwards(transaction, { before, limit }, filter),
    )
    if (rows.length > 0) yield rows.map(toLine).join('')
    if (rows.length < limit) return
    left -= rows.length
    before = rows.at(-1)?.sequence ?? 0
  }
  const more = await store.run(organizationId, (transaction) =>
    listAuditBackwards(transaction, { before, limit: 1 }, filter),
  )
  if (more.length > 0)
    yield toCsvLine(['', '', '', 'cut', '', `There are more entries: ask for them with before=${before}`, ''])
}

const toLine = ({ sequence, at, actor, action, subject, detail, mac }: Entry): string =>
  toCsvLine([String(sequence), at.toISOString(), actor, action, subject, JSON.stringify(detail), mac])
