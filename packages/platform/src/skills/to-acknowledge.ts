import type { Issue } from '@bindery/model'

/** Warnings of the compiler that somebody who enables a skill must have understood. */
export const acknowledgedWarnings = ['sensitive_parameter', 'optional_identity', 'scan_accepted'] as const

const words: readonly string[] = acknowledgedWarnings

/** Those of some warnings that somebody must have understood. */
export const toAcknowledge = (warnings: readonly Issue[]): readonly Issue[] =>
  warnings.filter(({ code }) => words.includes(code))
