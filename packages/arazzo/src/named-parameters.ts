import { isJsonArray, isJsonObject, type Json } from '@bindery/model'

/**
 * Names of parameters that an extension compares with, in conditions at any depth, or fills by itself: no expression of the
 * document takes them.
 */
export function namedParameters(value: Json): readonly string[] {
  if (isJsonArray(value)) return value.flatMap(namedParameters)
  if (!isJsonObject(value)) return []
  return Object.entries(value).flatMap(([name, member]) => {
    if (typeof member !== 'string') return namedParameters(member)
    if (name === 'template')
      return [...member.matchAll(/\{([a-z][a-z0-9_]*)\}/g)].map(([, place = '']) => place)
    return name === 'param' || name === 'each' ? [member] : []
  })
}
