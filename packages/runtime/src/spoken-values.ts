import {
  isJsonObject,
  type Json,
  type JsonObject,
  objectFrom,
  ownProperty,
  type OperationSkill,
} from '@bindery/model'
import { writtenForms } from './write-template.ts'

export interface Spoken {
  /** What the caller gave. */
  readonly asked: JsonObject
  /** The same as values of their types, with defaults and with what the platform filled in. */
  readonly checked: JsonObject
  /** What went to the provider, after every transform. */
  readonly sent: JsonObject
}

/** By parameter, every form of its value that somebody was told: a provider may repeat any of them. */
export function spokenValues(
  { assignments }: Pick<OperationSkill, 'assignments'>,
  { asked, checked, sent }: Spoken,
): JsonObject {
  const names = new Set([...Object.keys(asked), ...Object.keys(checked)])
  return objectFrom(
    [...names].map((name) => {
      const places = assignments.flatMap(({ source, target }) =>
        source.from === 'parameter' && source.name === name ? [valueAt(sent, target)] : [],
      )
      const written = assignments.flatMap(({ source }) =>
        source.from === 'template' ? writtenForms(source, name, checked) : [],
      )
      const forms = [ownProperty(asked, name), ownProperty(checked, name), ...places, ...written]
      return [name, forms.filter((form) => form !== undefined)]
    }),
  )
}

function valueAt(from: Json, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>(
    (value, name) => (value !== undefined && isJsonObject(value) ? ownProperty(value, name) : undefined),
    from,
  )
}
