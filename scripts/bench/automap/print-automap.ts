import type { AutomapRow } from './automap.ts'
import { type Wording, wordings } from './goals.ts'

interface AutomapResult {
  readonly rows: readonly AutomapRow[]
  /** Goals whose catalog could not be read from a document. */
  readonly skipped: number
  readonly indexMs: readonly number[]
}

export function printAutomap({ rows, skipped, indexMs }: AutomapResult, form: 'json' | 'table'): void {
  const figures = wordings.map((wording) => figuresOf(rows, wording))
  const ms = rows.map((row) => row.ms)
  const times = {
    mapP50Ms: round(quantile(ms, 0.5)),
    mapP95Ms: round(quantile(ms, 0.95)),
    slowestIndexMs: round(Math.max(0, ...indexMs)),
  }
  if (form === 'json') {
    console.log(JSON.stringify({ figures, times, skipped, providers: byProvider(rows) }))
    return
  }
  if (skipped > 0)
    console.log(`SKIPPED: ${skipped} goals over database dumps; tables are read from a server.`)
  console.table(Object.fromEntries(figures.map(({ wording, ...rest }) => [wording, rest])))
  console.table(byProvider(rows))
  console.log(times)
}

function figuresOf(all: readonly AutomapRow[], wording: Wording) {
  const rows = all.filter((row) => row.wording === wording)
  const served = rows.filter(({ kind }) => kind !== 'none')
  const unserved = rows.filter(({ kind }) => kind === 'none')
  const mapped = rows.filter((row) => row.mapped !== undefined)
  const abstained = rows.filter((row) => row.mapped === undefined)
  const rightly = abstained.filter(({ kind }) => kind === 'none').length
  const within = (most: number): number => served.filter(({ rank }) => (rank ?? Infinity) <= most).length
  return {
    wording,
    goals: served.length,
    ranked1: percent(within(1), served.length),
    ranked3: percent(within(3), served.length),
    ranked10: percent(within(10), served.length),
    drafted1: percent(served.filter(({ isRight }) => isRight).length, served.length),
    arguments1: percentOf(served.map((row) => row.arguments)),
    outputs1: percentOf(served.map((row) => row.outputs)),
    exact: percent(served.filter(({ isExact }) => isExact).length, served.length),
    compiles: percent(mapped.filter(({ compiles }) => compiles).length, mapped.length),
    abstainPrecision: percent(rightly, abstained.length),
    abstainRecall: percent(rightly, unserved.length),
    effectRight: percent(
      served.filter((row) => row.mapped !== undefined && row.writes === (row.kind === 'write')).length,
      served.length,
    ),
    writesForReads: served.filter(({ kind, writes }) => kind === 'read' && writes).length,
  }
}

function byProvider(rows: readonly AutomapRow[]): Record<string, Record<string, string>> {
  const table: Record<string, Record<string, string>> = {}
  for (const provider of new Set(rows.map((row) => row.provider)))
    table[provider] = Object.fromEntries(
      wordings.map((wording) => {
        const own = rows.filter(
          (row) => row.provider === provider && row.wording === wording && row.kind !== 'none',
        )
        return [wording, `${own.filter(({ isRight }) => isRight).length} of ${own.length}`]
      }),
    )
  return table
}

const percent = (part: number, all: number): number => (all === 0 ? 0 : round((100 * part) / all))

function percentOf(counts: readonly (readonly [number, number])[]): number {
  const right = counts.reduce((sum, [part]) => sum + part, 0)
  const all = counts.reduce((sum, [, whole]) => sum + whole, 0)
  return percent(right, all)
}

const round = (value: number): number => Math.round(value * 10) / 10

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
