import type { Findings, Place } from './findings.ts'

/** A text for people, cut where it is longer than Bindery keeps; says so then. */
export function clipText(
  text: string,
  { most, path }: { readonly most: number; readonly path: Place },
  findings: Findings,
): string {
  const trimmed = text.trim()
  if (trimmed.length <= most) return trimmed
  findings.info('text_cut', path, `The text has ${trimmed.length} characters; the first ${most} are kept.`)
  return trimmed.slice(0, most).toWellFormed()
}
