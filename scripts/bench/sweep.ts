import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { introspectDocuments } from '../../packages/sources/src/index.ts'
import { type Introspection, PlatformError } from '../../packages/model/src/index.ts'
import type { BenchOptions } from './options.ts'

interface SweepRow {
  readonly document: string
  readonly result: 'catalog' | 'error' | 'THROWN'
  readonly detail: string
  readonly operations: number
  readonly bindable: number
  readonly limited: number
  readonly quarantined: number
  readonly ms: number
  readonly peakMb: number
}

/** Reads every document of a folder: each must give a catalog, or a typed error. Exits with 1 when one does neither. */
export async function sweep(options: BenchOptions): Promise<void> {
  const dir = options.dir ?? '.'
  const rows: SweepRow[] = []
  const began = performance.now()
  for (const name of names(dir, options.list)) {
    const row = await read(dir, name)
    rows.push(row)
    if (options.json) console.log(JSON.stringify(row))
    else console.log(toLine(row))
  }
  const total = totals(rows, performance.now() - began)
  console.log(options.json ? JSON.stringify(total) : toSummary(total))
  if (total.thrown > 0) process.exitCode = 1
}

function names(dir: string, list: string | undefined): readonly string[] {
  if (list !== undefined)
    return readFileSync(list, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(json|ya?ml)$/i.test(name) && statSync(join(dir, name)).isFile())
    .sort()
}

async function read(dir: string, document: string): Promise<SweepRow> {
  const bytes = readFileSync(join(dir, document))
  const began = performance.now()
  const outcome = await introspectDocuments(
    [{ name: document.split('/').at(-1) ?? document, bytes }],
    new AbortController().signal,
  ).then(fromCatalog, fromError)
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1024)
  return { document, ...outcome, ms: Math.round(performance.now() - began), peakMb }
}

type Outcome = Omit<SweepRow, 'document' | 'ms' | 'peakMb'>

function fromCatalog({ catalog, issues }: Introspection): Outcome {
  const count = (status: string): number =>
    catalog.operations.filter((operation) => operation.availability.status === status).length
  return {
    result: 'catalog',
    detail: `${issues.length} issues`,
    operations: catalog.operations.length,
    bindable: count('bindable'),
    limited: count('limited'),
    quarantined: count('quarantined'),
  }
}

function fromError(error: unknown): Outcome {
  const isTyped = error instanceof PlatformError
  const detail = isTyped ? `${error.code}: ${error.message}` : String(error)
  return {
    result: isTyped ? 'error' : 'THROWN',
    detail,
    operations: 0,
    bindable: 0,
    limited: 0,
    quarantined: 0,
  }
}

function totals(rows: readonly SweepRow[], ms: number) {
  const sum = (pick: (row: SweepRow) => number): number => rows.reduce((total, row) => total + pick(row), 0)
  const slowest = rows.reduce(
    (worst, row) => (row.ms > worst.ms ? row : worst),
    rows[0] ?? { document: '', ms: 0 },
  )
  return {
    documents: rows.length,
    catalogs: rows.filter((row) => row.result === 'catalog').length,
    errors: rows.filter((row) => row.result === 'error').length,
    thrown: rows.filter((row) => row.result === 'THROWN').length,
    operations: sum((row) => row.operations),
    bindable: sum((row) => row.bindable),
    limited: sum((row) => row.limited),
    quarantined: sum((row) => row.quarantined),
    seconds: Number((ms / 1000).toFixed(1)),
    slowestMs: slowest.ms,
    slowestDocument: slowest.document,
    peakMb: Math.max(0, ...rows.map((row) => row.peakMb)),
  }
}

function toLine(row: SweepRow): string {
  const counts = `${row.operations} ops, ${row.bindable} bindable, ${row.limited} limited, ${row.quarantined} quarantined`
  const text = row.result === 'catalog' ? `${counts}, ${row.detail}` : row.detail.slice(0, 120)
  return `${row.result.padEnd(8)} ${String(row.ms).padStart(6)} ms ${String(row.peakMb).padStart(5)} MB  ${row.document}: ${text}`
}

function toSummary(total: ReturnType<typeof totals>): string {
  return [
    '',
    `${total.documents} documents in ${total.seconds} s: ${total.catalogs} catalogs, ${total.errors} typed errors, ${total.thrown} thrown.`,
    `${total.operations} operations: ${total.bindable} bindable, ${total.limited} limited, ${total.quarantined} quarantined.`,
    `Slowest ${total.slowestMs} ms (${total.slowestDocument}), peak ${total.peakMb} MB.`,
  ].join('\n')
}
