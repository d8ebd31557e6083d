import type { AutomapRow } from './measure-goal.ts'

/** Drafts whose confidence lies in one tenth, and how many of them take a right operation. */
export interface ReliabilityBin {
  /** `0.9-1.0` */
  readonly confidence: string
  readonly drafts: number
  readonly right: number
}

/** Whether "strong" means what it says. Percentages are null where there is nothing to take a share of. */
export interface Reliability {
  readonly bins: readonly ReliabilityBin[]
  /** Drafts that are strong, and of those the share that takes a right operation, with its 95 % interval (Wilson 1927). */
  readonly strong: number
  readonly strongRight: number | null
  readonly strongInterval: readonly [number, number] | null
  /** Of the drafts that take a right operation, the share that is strong. */
  readonly strongOfRight: number | null
}

const bins = 10

/** Of all drafts, for goals that nothing serves too: none of these is right. */
export function reliabilityOf(rows: readonly AutomapRow[]): Reliability {
  const drafts = rows.filter(({ mapped }) => mapped !== null)
  const isRight = ({ kind, isRight: right }: AutomapRow): boolean => right && kind !== 'none'
  const strong = drafts.filter(({ strength }) => strength === 'strong')
  const right = drafts.filter(isRight)
  const strongRight = strong.filter(isRight).length
  return {
    bins: Array.from({ length: bins }, (_, at) => {
      const own = drafts.filter(({ confidence }) => binOf(confidence) === at)
      const confidence = `${(at / bins).toFixed(1)}-${((at + 1) / bins).toFixed(1)}`
      return { confidence, drafts: own.length, right: own.filter(isRight).length }
    }),
    strong: strong.length,
    strongRight: percent(strongRight, strong.length),
    strongInterval: interval(strongRight, strong.length),
    strongOfRight: percent(strongRight, right.length),
  }
}

const binOf = (confidence: number | null): number => Math.min(bins - 1, Math.floor((confidence ?? 0) * bins))

/** Where a share lies with 95 %, in percent, when so many of so many were seen. */
export function interval(part: number, all: number): readonly [number, number] | null {
  if (all === 0) return null
  const z = 1.96
  const share = part / all
  const middle = (share + (z * z) / (2 * all)) / (1 + (z * z) / all)
  const half = (z * Math.sqrt((share * (1 - share)) / all + (z * z) / (4 * all * all))) / (1 + (z * z) / all)
  return [round(100 * (middle - half)), round(100 * (middle + half))]
}

const percent = (part: number, all: number): number | null => (all === 0 ? null : round((100 * part) / all))

const round = (value: number): number => Math.round(value * 10) / 10
