import { formatFieldPath } from '@bindery/model'
import type { Assigned } from '../assignment/assign.ts'
import type { ArgumentPlace } from '../assignment/places.ts'
import type { PointedRecord } from './pointed-records.ts'

/** A step that finds the record whose key a place takes, by what is given. */
export interface Lookup extends PointedRecord {
  /** Of the step, and before its arguments and fields in lines. */
  readonly step: string
  /** The place of the chosen operation that takes the key. */
  readonly place: ArgumentPlace
  /** Names put to arguments of the lookup. */
  readonly asked: readonly Assigned<ArgumentPlace>[]
  /** Required arguments that take the same value in both operations: `list_id` above both. */
  readonly shared: readonly Assigned<ArgumentPlace>[]
  /** Operations that could find it as well. */
  readonly others: readonly string[]
}

/** How lines write an argument or a field of the lookup's step: `patient.phone`. No place of the chosen operation reads so. */
export const stepText = (step: string, ...names: readonly string[]): string =>
  formatFieldPath([step, ...names].map((name) => ({ kind: 'field', name })))
