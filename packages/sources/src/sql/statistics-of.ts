import { PlatformError } from '@bindery/model'
import { type CatalogStatistics } from '@bindery/model/tables'
import type { Dialect } from './dialect.ts'
import type { Row } from './group-rows.ts'
import { nameTables } from './name-tables.ts'
import type { Table } from './table.ts'

/** What a server estimates of its tables, by the names of their objects. */
export function statisticsOf(tables: readonly Table[], dialect: Dialect): CatalogStatistics {
  const known = [...nameTables(tables, dialect)].flatMap(([{ statistics }, object]) => {
    const isKnown =
      statistics.rows !== undefined || statistics.distinct.length > 0 || statistics.indexes.length > 0
    return isKnown ? [{ object, ...statistics }] : []
  })
  return { tables: known.sort((one, other) => (one.object < other.object ? -1 : 1)) }
}

/** A number that a server wrote, above or equal to `least`; undefined for none, and for what is no number. */
export function readCount(text: string | null | undefined, least: number): number | undefined {
  const count = text === null || text === undefined || text === '' ? Number.NaN : Math.round(Number(text))
  return Number.isFinite(count) && count >= least ? count : undefined
}

/** A catalog stands without estimates: a server may keep them from a user, or from everybody. */
export function unknownWhenRefused(error: unknown): readonly Row[] {
  const isRefusal =
    error instanceof PlatformError && (error.code === 'upstream_error' || error.code === 'upstream_timeout')
  if (isRefusal) return []
  throw error
}
