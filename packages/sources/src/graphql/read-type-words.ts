import { isJsonObject, type Json } from '@bindery/model'

/** Most lists and non-null marks around a name. */
export const maxWrappers = 32

/** The type words of an introspected reference; `isDoubled` when it marks the same thing non-null twice. */
export interface TypeWords {
  readonly text: string
  readonly isDoubled: boolean
}

/** Reads `{kind, name, ofType}` without recursion. Undefined for what is no type reference or is wrapped too deep. */
export function readTypeWords(reference: Json | undefined): TypeWords | undefined {
  const wrappers: string[] = []
  let at = reference
  while (isJsonObject(at) && (at['kind'] === 'NON_NULL' || at['kind'] === 'LIST')) {
    if (wrappers.length === maxWrappers) return undefined
    wrappers.push(at['kind'])
    at = at['ofType']
  }
  if (!isJsonObject(at) || typeof at['name'] !== 'string') return undefined
  return wrap(at['name'], wrappers)
}

function wrap(name: string, wrappers: readonly string[]): TypeWords {
  let text = name
  let isDoubled = false
  for (let index = wrappers.length - 1; index >= 0; index -= 1) {
    if (wrappers[index] === 'LIST') text = `[${text}]`
    else if (text.endsWith('!')) isDoubled = true
    else text += '!'
  }
  return { text, isDoubled }
}
