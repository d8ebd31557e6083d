/** From harmless to forbidden; a value takes the highest class of what it is made from. */
export const sensitivityClasses = [
  'none',
  'contact',
  'pii',
  'financial',
  'health',
  'government_id',
  'credential',
] as const

export type SensitivityClass = (typeof sensitivityClasses)[number]

/** The stricter of two classes, by the order of `sensitivityClasses`. */
export function stricter(a: SensitivityClass, b: SensitivityClass): SensitivityClass {
  return sensitivityClasses.indexOf(a) >= sensitivityClasses.indexOf(b) ? a : b
}

/** Writes take only `none` and `contact`. */
export const isWritable = (sensitivity: SensitivityClass): boolean =>
  sensitivity === 'none' || sensitivity === 'contact'

/** Reading `pii` and above needs a verified caller; `credential` can never be read out. */
export const needsVerifiedIdentity = (sensitivity: SensitivityClass): boolean => !isWritable(sensitivity)
