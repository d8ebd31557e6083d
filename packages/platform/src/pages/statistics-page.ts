import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { CatalogStatistics, TableStatistics } from '@bindery/model/tables'
import { bodyKey, formatBodyLine, parseBodyPage } from './index-row.ts'

const compress = promisify(gzip)
const decompress = promisify(gunzip)

/** What a database estimates, a line for each table, compressed. */
export function toStatisticsPage({ tables }: CatalogStatistics): Promise<Uint8Array> {
  const lines = tables.map((table) => formatBodyLine('object', table.object, JSON.stringify(table)))
  return compress(lines.join(''), { level: 1 })
}

/** The estimates of a page. A table is parsed when it is asked for: a database may have thousands. */
export interface StatisticsPage {
  readonly of: (object: string) => TableStatistics | undefined
}

export async function readStatisticsPage(bytes: Uint8Array): Promise<StatisticsPage> {
  const lines = parseBodyPage((await decompress(bytes)).toString('utf8'))
  return {
    of: (object) => {
      const text = lines.get(bodyKey('object', object))
      return text === undefined ? undefined : readTable(text)
    },
  }
}

/** Written by our own introspection process. */
const readTable: (text: string) => TableStatistics = JSON.parse
