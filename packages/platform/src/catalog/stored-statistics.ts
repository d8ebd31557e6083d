import type { CatalogStatistics } from '@bindery/model/tables'
import { type CatalogRow, findStatistics, findStatisticsHash, type Transaction } from '@bindery/store'
import { readStatisticsPage, type StatisticsPage } from '../pages/statistics-page.ts'
import { remember } from './remember.ts'

const mostPages = 40
const pages = new Map<string, StatisticsPage>()

/**
 * What the database estimated when the environment of a catalog was last discovered, from memory when it was asked for
 * before. Undefined when it is no database, or none that was read since estimates are.
 */
export async function openStatistics(
  transaction: Transaction,
  catalog: CatalogRow,
): Promise<StatisticsPage | undefined> {
  const hash = await findStatisticsHash(transaction, catalog)
  const known = pages.get(`${catalog.organizationId}/${hash}`)
  if (known !== undefined) return known
  const found = hash === undefined ? undefined : await findStatistics(transaction, catalog)
  if (found === undefined) return undefined
  const key = `${catalog.organizationId}/${found.hash}`
  return remember(pages, { key, value: await readStatisticsPage(found.bytes), most: mostPages })
}

/** The estimates of these objects, as a compilation takes them. */
export function statisticsOf(
  page: StatisticsPage,
  objects: readonly { readonly name: string }[],
): CatalogStatistics {
  const tables = objects.flatMap(({ name }) => page.of(name) ?? [])
  return { tables: tables.sort((one, other) => (one.object < other.object ? -1 : 1)) }
}
