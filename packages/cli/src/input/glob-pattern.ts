export interface Located {
  readonly name: string
  readonly method: string
  readonly path: string
}

/**
 * Whether an operation fits `<path or name>#<method>`: `*` stands for anything within a part of a path, `**` for any parts. A
 * pattern without a slash is one of names. Case does not count. It is matched part by part, without a regular expression, so no
 * pattern takes long.
 */
export function globPattern(pattern: string): (operation: Located) => boolean {
  const [place = '', method = ''] = pattern.toLowerCase().split('#')
  const parts = place.split('/').filter(Boolean)
  const isName = !place.includes('/') && place !== '**'
  return (operation) => {
    if (method !== '' && operation.method.toLowerCase() !== method) return false
    if (isName) return fitsPart(place, operation.name.toLowerCase())
    return fitsParts(parts, operation.path.toLowerCase().split('/').filter(Boolean))
  }
}

/** Parts against parts; a table in place of going back keeps it at their product. */
function fitsParts(pattern: readonly string[], parts: readonly string[]): boolean {
  let reach = [true, ...parts.map(() => false)]
  for (const wanted of pattern) {
    const next = reach.map(() => false)
    reach.forEach((isReached, at) => {
      if (wanted === '**') next[at] = isReached || (next[at - 1] ?? false)
      else if (isReached && at < parts.length && fitsPart(wanted, parts[at] ?? '')) next[at + 1] = true
    })
    reach = next
  }
  return reach.at(-1) ?? false
}

/** The same for the characters of one part. */
function fitsPart(pattern: string, text: string): boolean {
  let reach = [true, ...Array.from(text, () => false)]
  for (const wanted of pattern) {
    const next = reach.map(() => false)
    reach.forEach((isReached, at) => {
      if (wanted === '*') next[at] = isReached || (next[at - 1] ?? false)
      else if (isReached && text[at] === wanted) next[at + 1] = true
    })
    reach = next
  }
  return reach.at(-1) ?? false
}
