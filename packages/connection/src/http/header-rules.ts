import { headerKey, headerProblem, PlatformError } from '@bindery/model'

/** Name and value, in the order in which they are sent. */
export type Header = readonly [name: string, value: string]

/**
 * Why a header may not be sent; undefined when it may. The names of `reserved` belong to the credential. The one place
 * through which every request of every source kind goes.
 */
export function checkHeader([name, value]: Header, reserved: ReadonlySet<string>): string | undefined {
  const problem = headerProblem(name)
  if (problem !== undefined) return problem
  if (keysOf(reserved).has(headerKey(name))) return 'only the credential of the connection sets it'
  if (!/^[\t\x20-\x7e\xa0-\xff]*$/.test(value)) return 'its value holds a control or non-Latin-1 character'
  return value.length > 8192 ? 'its value is longer than 8,192 characters' : undefined
}

const keysOf = (names: Iterable<string>): ReadonlySet<string> => new Set([...names].map(headerKey))

/** Throws `template_invalid` naming the first header that may not be sent, never its value. */
export function refuseBadHeaders(headers: readonly Header[], reserved: ReadonlySet<string>): void {
  const seen = new Set<string>()
  for (const header of headers) {
    const key = headerKey(header[0])
    const problem = seen.has(key) ? 'it is there twice' : checkHeader(header, reserved)
    if (problem !== undefined) throw badHeader(header[0], problem)
    seen.add(key)
  }
}

function badHeader(name: string, problem: string): PlatformError {
  const shown = JSON.stringify(name.slice(0, 60))
  return new PlatformError('template_invalid', `The header ${shown} may not be sent: ${problem}.`, {
    reason: 'header',
    sent: 'no',
  })
}
