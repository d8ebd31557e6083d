import type { PlatformError, Skill } from '@bindery/model'

/**
 * Whether a provider's "not found" is an answer to the question that was asked: a parameter named what is not there. Then
 * nothing was read and nothing was changed, which is an ordinary outcome. Where only the skill itself named it, the skill
 * or the provider is at fault.
 */
export function isNotFound({ assignments }: Skill, { code, details }: PlatformError): boolean {
  if (code !== 'upstream_error' || details.upstreamStatus !== 404) return false
  const named = new Set(details.addressedBy)
  return assignments.some(
    ({ target: [argument = ''], source }) => source.from === 'parameter' && named.has(argument),
  )
}
