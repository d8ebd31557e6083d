import type { Impact } from '../../api/changes.ts'

export const impacts = ['breaking', 'security', 'compatible'] as const

/** Which changes of the two are listed: those of one impact, or all. */
export function readChangesSearch({ impact }: Record<string, unknown>): { impact?: Impact } {
  const known = impacts.find((each) => each === impact)
  return known === undefined ? {} : { impact: known }
}

export interface Range {
  readonly from: string
  readonly to: string
}

/** Two catalogs as an address names them: `from..to`. */
export function readRange(text: string | undefined): Range | undefined {
  const [from = '', to = '', ...others] = text?.split('..') ?? []
  return from === '' || to === '' || others.length > 0 ? undefined : { from, to }
}

export const toRange = ({ from, to }: Range): string => `${from}..${to}`
