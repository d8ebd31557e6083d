import { isJsonObject, type Json } from '@bindery/model'
import { maxWrappers, type TypeWords, wrapperCode, type Words } from './type-words.ts'

/** Reads `{kind, name, ofType}` without recursion. Undefined for what is no type reference or is wrapped too deep. */
export function readTypeWords(reference: Json | undefined, known: TypeWords): Words | undefined {
  let wrappers = 0
  let at = reference
  for (let depth = 0; depth <= maxWrappers; depth += 1) {
    if (!isJsonObject(at)) return undefined
    const { kind, name } = at
    if (kind === 'NON_NULL') wrappers = wrappers * 3 + wrapperCode.nonNull
    else if (kind === 'LIST') wrappers = wrappers * 3 + wrapperCode.list
    else return typeof name === 'string' ? known.of(name, wrappers) : undefined
    at = at['ofType']
  }
  return undefined
}
