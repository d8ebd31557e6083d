import { canonicalParameters, nearestNames, shortName } from '@bindery/model'

export const parameterName = /^[a-z][a-z0-9_]{0,63}$/

/** A legal snake_case name for any text: `firstName` gives `first_name`, `Größe` gives `grosse`. Never empty; a long one keeps its end. */
export function toSnakeCase(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .replaceAll('æ', 'ae')
    .replaceAll('ø', 'o')
  const words = plain
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^[_0-9]+|_+$/g, '')
  return words === '' ? 'value' : shortName(words, 64)
}

/** The name to collect a place's value under: the canonical one when the place is called like it. */
export function proposeParameter(place: string): string {
  const name = toSnakeCase(place)
  const canonical = canonicalParameters.find((parameter) => parameter.name === name)
  return canonical?.name ?? name
}

/** Canonical names that a name may have meant, best first. */
export function nearCanonicalNames(name: string): readonly string[] {
  return nearestNames(
    name,
    canonicalParameters.map((parameter) => parameter.name),
  )
}
