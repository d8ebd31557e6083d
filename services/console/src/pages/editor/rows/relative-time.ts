/** A day or moment counted from the call, as the rows show it. */
export interface RelativeTime {
  readonly base: RelativeBase
  /** How many `unit` are added, or taken off when negative; 0 for none. */
  readonly count: number
  readonly unit: RelativeUnit
}

export const relativeBases = ['now', 'today', 'startOfWeek', 'startOfMonth'] as const
export type RelativeBase = (typeof relativeBases)[number]

export const relativeUnits = ['H', 'D', 'W', 'M'] as const
/** Hours, days, weeks, months. */
export type RelativeUnit = (typeof relativeUnits)[number]

const form = /^(now|today|startOfWeek|startOfMonth)(?:([+-])P(?:T(\d{1,6})(H)|(\d{1,5})([DWM])))?$/

/** Reads `today+P7D`; undefined for what counts in several units at once, which the YAML shows as it is. */
export function readRelative(text: string): RelativeTime | undefined {
  const [, said, sign, hours, hour, days, day] = form.exec(text) ?? []
  const base = relativeBases.find((known) => known === said)
  if (base === undefined) return undefined
  const count = Number(hours ?? days ?? 0)
  const unit = relativeUnits.find((known) => known === (hour ?? day)) ?? 'D'
  return { base, count: sign === '-' ? -count : count, unit }
}

export function writeRelative({ base, count, unit }: RelativeTime): string {
  if (count === 0) return base
  const amount = Math.abs(count)
  return `${base}${count < 0 ? '-' : '+'}P${unit === 'H' ? `T${amount}H` : `${amount}${unit}`}`
}

/** A field of days counts no hours, and from no moment. */
export const basesFor = (type: string | undefined): readonly RelativeBase[] =>
  type === 'date' ? relativeBases.filter((base) => base !== 'now') : relativeBases
export const unitsFor = (type: string | undefined): readonly RelativeUnit[] =>
  type === 'date' ? relativeUnits.filter((unit) => unit !== 'H') : relativeUnits
