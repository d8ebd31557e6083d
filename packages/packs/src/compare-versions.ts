/** Negative when the first of two pack versions is older, by the precedence of semantic versioning 2.0.0, section 11. */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [split(left), split(right)]
  for (const at of [0, 1, 2]) {
    const order = Number(a.numbers[at] ?? 0) - Number(b.numbers[at] ?? 0)
    if (order !== 0) return order
  }
  if (a.preview === undefined || b.preview === undefined) {
    return Number(a.preview === undefined) - Number(b.preview === undefined)
  }
  return comparePreviews(a.preview, b.preview)
}

function split(version: string) {
  const [release = '', ...rest] = version.split('-')
  return {
    numbers: release.split('.'),
    preview: rest.length === 0 ? undefined : rest.join('-').split('.'),
  }
}

function comparePreviews(left: readonly string[], right: readonly string[]): number {
  for (const [at, part] of left.entries()) {
    const other = right[at]
    if (other === undefined) return 1
    const order = compareParts(part, other)
    if (order !== 0) return order
  }
  return left.length - right.length
}

function compareParts(left: string, right: string): number {
  const isNumber = (part: string): boolean => /^\d+$/.test(part)
  if (isNumber(left) && isNumber(right)) return Number(left) - Number(right)
  if (isNumber(left) !== isNumber(right)) return isNumber(left) ? -1 : 1
  return left < right ? -1 : Number(left > right)
}
