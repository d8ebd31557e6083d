import { checkScope, type Json, type ObjectType, type SchemaCatalog, type Scoping } from '@bindery/model'
import { rewriteAnswer } from '../skills/tests/rewrite-answer.ts'

/** What describes an answer: the objects that it may hold, with the words of operators. */
export interface AnswerShape {
  readonly operation: string
  readonly catalog: SchemaCatalog
  readonly scoping: Scoping
}

/** An answer for the eyes of an operator: what is not described, blocked or of a class above `none` is masked; null stays. */
export function maskAnswer(value: Json, { operation, catalog, scoping }: AnswerShape): Json {
  const scope = checkScope(scoping, catalog.objects)
  const objects = new Map(catalog.objects.map((object) => [object.name, object]))
  const type = catalog.operations.find(({ name }) => name === operation)?.returns?.type
  const open = (object: ObjectType): ObjectType => ({
    ...object,
    fields: object.fields.filter((field) => !scope.isShownBlocked(object.name, field)),
  })
  return rewriteAnswer(value, {
    type,
    find: (name) => {
      const object = objects.get(name)
      return object === undefined ? undefined : open(object)
    },
    hide: (hidden) => (hidden === null ? null : '[masked]'),
  })
}

export interface ShownBody {
  /** The whole answer, or the beginning of its JSON text. */
  readonly body: Json
  readonly truncated: boolean
}

const mostBytes = 262_144

/** An answer, or the first 256 kB of its text. */
export function shorten(body: Json): ShownBody {
  const bytes = Buffer.from(JSON.stringify(body))
  if (bytes.length <= mostBytes) return { body, truncated: false }
  // A character that the cut divides is left out.
  const text = new TextDecoder().decode(bytes.subarray(0, mostBytes), { stream: true })
  return { body: text, truncated: true }
}
