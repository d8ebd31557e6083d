import { JsonValue } from '@bindery/model'
import { z } from 'zod'
import { actionMethods, hasBody, type HttpAction, ownPlace } from './action.ts'
import { parseText, TextPart } from './template.ts'
import { unplacedVariables } from './variable-uses.ts'

const NamedText = z.strictObject({ name: z.string(), parts: z.array(TextPart) })

/** The request of an action: `Operation.call` of this kind. Texts are split at their placeholders once, here. */
export const Call = z.strictObject({
  method: z.enum(actionMethods),
  path: z.array(TextPart),
  query: z.array(NamedText),
  headers: z.array(NamedText),
  /** The template of the body as it was written; its texts are split when it is first filled. */
  body: JsonValue.exactOptional(),
  form: z.literal(true).exactOptional(),
  /** Variables that travel under their own name beside the templates. */
  unplaced: z.strictObject({ place: z.enum(['query', 'body']), names: z.array(z.string()) }),
})
export type Call = z.output<typeof Call>

export function toCall(action: HttpAction): Call {
  const headers = Object.entries(action.headers).map(([name, value]) => ({
    name: name.toLowerCase(),
    parts: [...parseText(value).parts],
  }))
  const isForm = headers.some(
    ({ name, parts }) =>
      name === 'content-type' &&
      typeof parts[0] === 'string' &&
      parts[0].startsWith('application/x-www-form-urlencoded'),
  )
  return {
    method: action.method,
    path: [...parseText(action.path).parts],
    query: Object.entries(action.queryTemplate).map(([name, value]) => ({
      name,
      parts: [...parseText(String(value)).parts],
    })),
    headers,
    ...(action.bodyTemplate === undefined || !hasBody(action) ? {} : { body: action.bodyTemplate }),
    ...(isForm ? { form: true as const } : {}),
    unplaced: { place: ownPlace(action), names: [...unplacedVariables(action)] },
  }
}
