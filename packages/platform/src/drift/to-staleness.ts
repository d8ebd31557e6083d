import type { Verdict } from '../skills/judge-skill.ts'

/** A verdict as it is kept of bytes that must not run. */
export const toStaleness = ({ impact, reasons }: Verdict) => ({
  impact,
  reason: reasons.join(' ').slice(0, 2_000),
})
