/** One thing that was measured of the console. */
export interface ConsoleFigure {
  readonly what: string
  readonly value: number
  readonly unit: 'kB' | 'ms' | 'elements'
  readonly budget: number
  /** The same on a page that holds nothing else, in the same run: what this machine and browser take by themselves. */
  readonly floor?: number
}

/** Bytes and elements are the same on every machine; times are not, and are judged by who reads them. */
export const isBroken = ({ unit, value, budget }: ConsoleFigure): boolean => unit !== 'ms' && value > budget

/** The value that `share` of all do not exceed; 0 of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

export function lineOf({ what, value, unit, budget, floor }: ConsoleFigure): string {
  const numbers = `${value.toFixed(1).padStart(9)} ${unit.padEnd(8)} budget ${String(budget).padStart(5)}`
  return `${what.padEnd(58)}${numbers}${floor === undefined ? '' : `   floor ${floor.toFixed(1)} ${unit}`}`
}
