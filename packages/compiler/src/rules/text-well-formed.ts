import { isJsonArray, isJsonObject, type PathSegment } from '@bindery/model'
import type { Rule } from './rule.ts'

/** `type_mismatch`: no text of the binding holds half a character, which no system could store and hash alike. */
export const textWellFormed: Rule = ({ binding, report }) => {
  for (const path of findBroken(binding, [])) {
    const message = 'This text holds half a character (a lone surrogate). Remove it.'
    report({ code: 'type_mismatch', severity: 'error', path, message })
  }
}

function findBroken(value: unknown, path: readonly PathSegment[]): readonly (readonly PathSegment[])[] {
  if (typeof value === 'string') return value.isWellFormed() ? [] : [path]
  if (isJsonArray(value)) return value.flatMap((item, index) => findBroken(item, [...path, index]))
  if (!isJsonObject(value)) return []
  return Object.entries(value).flatMap(([name, member]) =>
    name.isWellFormed() ? findBroken(member, [...path, name]) : [path],
  )
}
