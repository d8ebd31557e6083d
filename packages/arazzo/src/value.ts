import { isJsonArray, isJsonObject, type Json, ownProperty } from '@bindery/model'

/** Where a value of a workflow comes from, once every expression on the way to it was followed. */
export type Value =
  /** The caller gives it: the input of that name, or what a pointer leads to in it. */
  | GivenValue
  | { readonly from: 'document'; readonly value: Json }
  /** The answer of a step, or what a pointer leads to in it. */
  | { readonly from: 'step'; readonly step: string; readonly pointer: readonly string[] }
  | { readonly from: 'text'; readonly parts: readonly (string | GivenValue)[] }
  /** An input of an inner workflow that the outer one does not give. */
  | { readonly from: 'nowhere' }
  /** It cannot be said, and an issue says so. */
  | { readonly from: 'unsaid' }

export interface GivenValue {
  readonly from: 'caller'
  readonly name: string
  readonly pointer: readonly string[]
}

export const unsaid: Value = { from: 'unsaid' }
export const nowhere: Value = { from: 'nowhere' }

/** What a pointer leads to within a value. */
export function within(value: Value, pointer: readonly string[]): Value {
  if (pointer.length === 0) return value
  switch (value.from) {
    case 'caller':
    case 'step':
      return { ...value, pointer: [...value.pointer, ...pointer] }
    case 'document': {
      const found = follow(value.value, pointer)
      return found === undefined ? nowhere : { from: 'document', value: found }
    }
    case 'text':
      return nowhere
    case 'nowhere':
    case 'unsaid':
      return value
  }
}

function follow(value: Json, pointer: readonly string[]): Json | undefined {
  let found: Json | undefined = value
  for (const name of pointer) {
    if (isJsonArray(found)) found = found[Number(name)]
    else if (isJsonObject(found)) found = ownProperty(found, name)
    else return undefined
  }
  return found
}
