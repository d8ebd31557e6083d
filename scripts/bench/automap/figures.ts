import type { AutomapRow, LineCount } from './measure-goal.ts'

/** Percentages are of what stands in the doc beside them; null where there is nothing to take a share of. */
export interface Figures {
  /** Goals that some operation serves, and goals that none does. */
  readonly served: number
  readonly unserved: number
  /** A right operation is first, among the first three, among the first ten of the ranking; of the served goals. */
  readonly ranked1: number | null
  readonly ranked3: number | null
  readonly ranked10: number | null
  /** A right operation is among those that a model would be offered; of the served goals. */
  readonly offered: number | null
  /** The draft takes a right operation; of the served goals. */
  readonly drafted1: number | null
  /** Lines that are right, of those wanted, in drafts that take the labelled operation. */
  readonly arguments1: number | null
  readonly outputs1: number | null
  /** Harmonic mean of precision and recall over the lines of all served goals; a wrong operation has no right line. */
  readonly argumentsF1: number | null
  readonly outputsF1: number | null
  /** The same two with a catalog of the labelled operation alone. */
  readonly givenArguments1: number | null
  readonly givenOutputs1: number | null
  readonly givenArgumentsF1: number | null
  readonly givenOutputsF1: number | null
  /** Parts that hold in every call and are right, of those wanted, in drafts of the labelled operation. */
  readonly fixed1: number | null
  /** Ids that are found by the labelled read, of those that are to be. */
  readonly lookups1: number | null
  /** Drafts that miss a part or a lookup, or have a part too many, and say of nothing that it is open. */
  readonly silent: number
  /** The labelled operation with every line and part right; of the served goals. */
  readonly exact: number | null
  /** Of all drafts. */
  readonly compiles: number | null
  /** Drafts with a lookup before the chosen operation. */
  readonly lookups: number
  /** Of the abstentions, those for goals that nothing serves; of those goals, how many were abstained from. */
  readonly abstainPrecision: number | null
  readonly abstainRecall: number | null
  /** Drafts for served goals that write exactly when the goal does. */
  readonly effectRight: number | null
  /** How many drafts take an operation that writes for a goal that reads; one that the labels name reads. */
  readonly writesForReads: number
  /** Drafts with a name that the catalog does not have. */
  readonly hallucinated: number
  readonly promptTokens: number
  readonly completionTokens: number
  readonly calls: number
  /** Ranking alone, and the whole draft; ms. */
  readonly queryP50Ms: number | null
  readonly queryP95Ms: number | null
  readonly draftP50Ms: number | null
  readonly draftP95Ms: number | null
}

/** Figures of rows of one kind; those that need names are null when the rows have none. */
export function figuresOf(rows: readonly AutomapRow[]): Figures {
  const served = rows.filter(({ kind }) => kind !== 'none')
  const unserved = rows.filter(({ kind }) => kind === 'none')
  const drafts = rows.filter(({ mapped }) => mapped !== null)
  const abstained = rows.filter(({ mapped }) => mapped === null)
  const rightly = abstained.filter(({ kind }) => kind === 'none').length
  const servedDrafts = served.filter(({ mapped }) => mapped !== null)
  const within = (most: number) => share(served, ({ rank }) => rank !== null && rank <= most)
  return {
    served: served.length,
    unserved: unserved.length,
    ranked1: within(1),
    ranked3: within(3),
    ranked10: within(10),
    offered: share(served, ({ isOffered }) => isOffered),
    drafted1: share(served, ({ isRight }) => isRight),
    ...lineFigures(served.filter(({ names }) => names)),
    compiles: share(drafts, ({ compiles }) => compiles),
    lookups: drafts.filter(({ lookup }) => lookup !== null).length,
    abstainPrecision: percent(rightly, abstained.length),
    abstainRecall: percent(rightly, unserved.length),
    effectRight: share(servedDrafts, ({ writes, kind }) => writes === (kind === 'write')),
    writesForReads: served.filter(({ kind, writes, isRight }) => kind === 'read' && writes && !isRight)
      .length,
    hallucinated: rows.filter(({ unknownNames }) => unknownNames.length > 0).length,
    promptTokens: sum(rows, ({ usage }) => usage.promptTokens),
    completionTokens: sum(rows, ({ usage }) => usage.completionTokens),
    calls: sum(rows, ({ usage }) => usage.calls),
    queryP50Ms: quantile(
      rows.map(({ queryMs }) => queryMs),
      0.5,
    ),
    queryP95Ms: quantile(
      rows.map(({ queryMs }) => queryMs),
      0.95,
    ),
    draftP50Ms: quantile(
      rows.map(({ draftMs }) => draftMs),
      0.5,
    ),
    draftP95Ms: quantile(
      rows.map(({ draftMs }) => draftMs),
      0.95,
    ),
  }
}

type LineFigures = Pick<
  Figures,
  | 'arguments1'
  | 'outputs1'
  | 'argumentsF1'
  | 'outputsF1'
  | 'givenArguments1'
  | 'givenOutputs1'
  | 'givenArgumentsF1'
  | 'givenOutputsF1'
  | 'fixed1'
  | 'lookups1'
  | 'silent'
  | 'exact'
>

function lineFigures(served: readonly AutomapRow[]): LineFigures {
  const gold = served.filter(({ isGold }) => isGold)
  // Only the labelled operation has labelled lines, so an alternative counts neither way.
  const comparable = served.filter(({ isGold, isRight }) => isGold || !isRight)
  const given = served.flatMap((row) => (row.given === null ? [] : [row.given]))
  return {
    arguments1: recall(gold.map(({ lines }) => lines.arguments)),
    outputs1: recall(gold.map(({ lines }) => lines.outputs)),
    argumentsF1: f1(comparable.map(({ lines }) => lines.arguments)),
    outputsF1: f1(comparable.map(({ lines }) => lines.outputs)),
    givenArguments1: recall(given.map((lines) => lines.arguments)),
    givenOutputs1: recall(given.map((lines) => lines.outputs)),
    givenArgumentsF1: f1(given.map((lines) => lines.arguments)),
    givenOutputsF1: f1(given.map((lines) => lines.outputs)),
    fixed1: recall(gold.map(({ fixed }) => fixed)),
    lookups1: share(
      served.filter(({ isLookupRight }) => isLookupRight !== null),
      ({ isLookupRight }) => isLookupRight === true,
    ),
    silent: gold.filter(isSilent).length,
    exact: share(served, ({ isExact }) => isExact),
  }
}

/** What was asked for is not all there, and the draft is as if it were. */
const isSilent = ({ fixed, isLookupRight, wrongLines, open }: AutomapRow): boolean =>
  open === 0 &&
  (fixed.right < fixed.wanted ||
    isLookupRight === false ||
    wrongLines.some((line) => line.startsWith('fixed: ')))

const sum = <Item>(items: readonly Item[], of: (item: Item) => number): number =>
  items.reduce((total, item) => total + of(item), 0)

const share = <Item>(items: readonly Item[], holds: (item: Item) => boolean): number | null =>
  percent(items.filter(holds).length, items.length)

const recall = (counts: readonly LineCount[]): number | null =>
  percent(
    sum(counts, ({ right }) => right),
    sum(counts, ({ wanted }) => wanted),
  )

/** 2PR / (P + R) is twice what is right over what is proposed and what is wanted together. */
const f1 = (counts: readonly LineCount[]): number | null =>
  percent(
    2 * sum(counts, ({ right }) => right),
    sum(counts, ({ proposed, wanted }) => proposed + wanted),
  )

const percent = (part: number, all: number): number | null => (all === 0 ? null : round((100 * part) / all))

const round = (value: number): number => Math.round(value * 10) / 10

export function quantile(values: readonly number[], at: number): number | null {
  const sorted = [...values].sort((a, b) => a - b)
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))]
  return value === undefined ? null : round(value)
}
