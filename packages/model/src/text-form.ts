import type { ScalarName } from './scalar.ts'

/** What a text of some scalar looks like when a caller gives it, in words of JSON Schema. */
export interface TextForm {
  readonly format?: string
  readonly pattern?: string
  readonly maxLength?: number
}

/**
 * The form of the text that a caller gives, the same for the schema that is published and for the check of a run: whatever
 * the one allows the other takes. Whole and decimal numbers are of any size, as they come out of answers: what a provider
 * can hold is its own to say.
 */
export const textForms: { readonly [scalar in ScalarName]?: TextForm } = {
  int64: { pattern: '^-?[0-9]+$' },
  decimal: { pattern: '^-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?$' },
  date: { format: 'date' },
  time: { format: 'time' },
  datetime: { format: 'date-time' },
  duration: { format: 'duration', maxLength: 100 },
  uuid: { format: 'uuid', maxLength: 36 },
  email: { format: 'email', maxLength: 254 },
  // Loose on purpose: people write numbers in many ways, and the provider is the judge of whether one exists.
  phone: {
    pattern: '^\\+?([ ().\\-/]*[0-9]){3,21}[ ().\\-/]*((x|X|ext|Ext|EXT)\\.? ?[0-9]{1,6})?$',
    maxLength: 64,
  },
  uri: { format: 'uri' },
  binary: { pattern: '^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$' },
}
