import type { AutomapOptions } from './automap-options.ts'
import type { SkippedDocument } from './catalogs.ts'
import { type Figures, figuresOf } from './figures.ts'
import { type Wording, wordings } from './goals.ts'
import type { AutomapRow } from './measure-goal.ts'
import { interval, type Reliability, reliabilityOf } from './reliability.ts'
import type { ScaleFigure } from './scale.ts'

export interface AutomapResult {
  readonly options: AutomapOptions
  readonly goals: number
  /** Lines of the file that are no goal. */
  readonly unreadable: number
  readonly rows: readonly AutomapRow[]
  readonly skipped: readonly SkippedDocument[]
  readonly scale: readonly ScaleFigure[]
}

interface WordedFigures extends Figures {
  readonly wording: Wording
  readonly names: boolean
  /** Why rules drafted in place of a model, with how often. */
  readonly fallbacks: Readonly<Record<string, number>>
}

export function printAutomap(result: AutomapResult, form: 'json' | 'table'): void {
  const { options, goals, unreadable, rows, skipped, scale } = result
  const providers = [...new Set(rows.map(({ provider }) => provider))].map((provider) => ({
    provider,
    figures: worded(rows.filter((row) => row.provider === provider)),
  }))
  if (form === 'json') {
    const { mapper } = options
    const model = mapper.kind === 'model' ? { model: mapper.model } : {}
    const measured = new Set(rows.map(({ id }) => id)).size
    const head = { benchmark: 'automap', mapper: mapper.kind, ...model, node: process.versions.node }
    console.log(
      JSON.stringify({
        ...head,
        goals,
        unreadable,
        measured,
        skipped,
        figures: worded(rows),
        reliability: reliable(rows),
        providers,
        scale,
      }),
    )
    return
  }
  printTables(worded(rows), providers, result)
  for (const { wording, names, ...reliability } of reliable(rows))
    printReliability(labelOf({ wording, names }), reliability)
}

/** One group of figures for each wording, with the names and without. */
function worded(rows: readonly AutomapRow[]): readonly WordedFigures[] {
  return wordings.flatMap((wording) =>
    [true, false].flatMap((names) => {
      const own = rows.filter((row) => row.wording === wording && row.names === names)
      return own.length === 0 ? [] : [{ wording, names, fallbacks: fallbacksOf(own), ...figuresOf(own) }]
    }),
  )
}

/** How far confidence can be believed, for each wording, with the names and without. */
function reliable(rows: readonly AutomapRow[]) {
  return wordings.flatMap((wording) =>
    [true, false].flatMap((names) => {
      const own = rows.filter((row) => row.wording === wording && row.names === names)
      return own.length === 0 ? [] : [{ wording, names, ...reliabilityOf(own) }]
    }),
  )
}

function printReliability(
  label: string,
  { bins, strong, strongRight, strongInterval, strongOfRight }: Reliability,
): void {
  console.log(`Right operations by confidence, ${label}`)
  console.table(Object.fromEntries(bins.map(({ confidence, ...counts }) => [confidence, counts])))
  const within = strongInterval === null ? '' : ` (95 %: ${strongInterval.join('-')})`
  console.log(
    `${strong} drafts are strong, of which ${shown(strongRight)} % are right${within}; ${shown(strongOfRight)} % of the right ones are strong.`,
  )
}

function fallbacksOf(rows: readonly AutomapRow[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>()
  for (const { fallback } of rows)
    if (fallback !== null) counts.set(fallback, (counts.get(fallback) ?? 0) + 1)
  return Object.fromEntries(counts)
}

const labelOf = ({ wording, names }: Pick<WordedFigures, 'wording' | 'names'>): string =>
  `${wording === 'goal' ? 'operators' : 'product'}${names ? '' : ', goal only'}`

/** Figures stand in rows: there are too many for one line. */
function printTables(
  figures: readonly WordedFigures[],
  providers: readonly { readonly provider: string; readonly figures: readonly WordedFigures[] }[],
  { scale, skipped }: AutomapResult,
): void {
  console.log('Percent, unless the name says otherwise. "Goal only": the mapper was not given the names.')
  const lines: Record<string, Record<string, string>> = {}
  for (const group of figures) {
    const { wording: _wording, names: _names, fallbacks, ...rest } = group
    for (const [name, value] of Object.entries(rest)) (lines[name] ??= {})[labelOf(group)] = shown(value)
    for (const [reason, count] of Object.entries(fallbacks))
      (lines[`fallback: ${reason}`] ??= {})[labelOf(group)] = String(count)
  }
  console.table(lines)
  console.log('Within 95 %, of the goals that something serves (Wilson 1927)')
  console.table(Object.fromEntries(figures.map((group) => [labelOf(group), intervalsOf(group)])))
  const columns = [
    'served',
    'ranked1',
    'ranked10',
    'drafted1',
    'givenArguments1',
    'givenOutputs1',
    'exact',
  ] as const
  for (const wording of wordings) {
    const table = providers.flatMap(({ provider, figures: own }) => {
      const group = own.find((each) => each.wording === wording && each.names)
      return group === undefined
        ? []
        : [[provider, Object.fromEntries(columns.map((name) => [name, shown(group[name])]))] as const]
    })
    console.log(`By provider, ${labelOf({ wording, names: true })}`)
    console.table(Object.fromEntries(table))
  }
  for (const figure of scale) console.log(describeScale(figure))
  for (const { document, goals } of skipped) console.log(`Not measured: ${goals} goals over ${document}.`)
}

/** A share and where it lies with 95 %: `70.2 (59.7-79)`. */
function intervalsOf(group: Figures): Readonly<Record<string, string>> {
  const names = ['ranked1', 'ranked10', 'drafted1', 'exact'] as const
  return Object.fromEntries(
    names.map((name) => {
      const within = interval(Math.round(((group[name] ?? 0) * group.served) / 100), group.served)
      return [name, within === null ? '-' : `${shown(group[name])} (${within.join('-')})`]
    }),
  )
}

const shown = (value: number | null): string => (value === null ? '-' : String(value))

function describeScale(figure: ScaleFigure): string {
  const { operations, firstIndexMs, indexMs, indexGoalMs, queryGoalMs } = figure
  const index = `index ${firstIndexMs} ms at first, then ${indexMs} ms${indexGoalMs === null ? '' : ` (goal ${indexGoalMs} ms)`}`
  const query = `query p50 ${shown(figure.queryP50Ms)} ms, p95 ${shown(figure.queryP95Ms)} ms (goal ${queryGoalMs} ms)`
  const draft = `draft p50 ${shown(figure.draftP50Ms)} ms, p95 ${shown(figure.draftP95Ms)} ms`
  return `${operations} operations: ${index}; ${query}; ${draft}`
}
