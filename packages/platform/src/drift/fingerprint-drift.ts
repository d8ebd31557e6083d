import { fingerprint, type Issue, type Result, slicesOf } from '@bindery/model'
import type { Compiled } from '../skills/compile-binding.ts'

/** The same for the same bytes meeting the same change, whenever and however often it is discovered. */
export function fingerprintDrift(skillHash: string, compiled: Result<Compiled, readonly Issue[]>): string {
  const met = compiled.ok
    ? slicesOf(compiled.value.skill)
    : compiled.failure.map(({ code, path, message }) => ({ code, path, message }))
  return fingerprint({ skillHash, met })
}
