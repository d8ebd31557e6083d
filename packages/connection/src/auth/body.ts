import { type HttpBody, isJsonObject, parseJson, PlatformError, Secret } from '@bindery/model'
import { z } from 'zod'
import { authMethod } from './auth-method.ts'
import { secretText } from './secret-text.ts'

const schema = z.strictObject({
  fields: z
    .record(z.string().min(1).max(128), secretText)
    .refine((fields) => Object.keys(fields).length >= 1, 'Expected at least one field.')
    .refine((fields) => Object.keys(fields).length <= 20, 'Expected at most 20 fields.')
    .describe('Members that the provider expects in every body, with the value of each'),
})

/** Members of the body, for providers that look for their key there. Bodies must be JSON objects or forms. */
export const body = authMethod({
  name: 'body',
  title: 'Fields of the body',
  hallmark: 'fields',
  secrets: ['fields'],
  schema,
  credential: ({ fields }) => {
    const entries = Object.entries(fields).map(([name, value]) => ({ name, secret: new Secret(value) }))
    return {
      secrets: entries.map((entry) => entry.secret),
      reservedHeaders: new Set(),
      reservedFields: new Set(entries.map((entry) => entry.name)),
      apply: (request, show) => {
        if (request.method === 'GET' || request.method === 'HEAD') {
          throw notApplicable(`a ${request.method} request has no body`)
        }
        const pairs = entries.map(({ name, secret }) => [name, show(secret)] as const)
        return { ...request, body: merge(request.body ?? emptyObject, pairs) }
      },
    }
  },
})

type Pairs = readonly (readonly [name: string, value: string])[]

const emptyObject: HttpBody = { contentType: 'application/json', bytes: Buffer.from('{}') }

function merge(target: HttpBody, pairs: Pairs): HttpBody {
  const mediaType = target.contentType.replace(/;.*/s, '').trim().toLowerCase()
  const text = Buffer.from(target.bytes).toString('utf8')
  if (mediaType === 'application/json' || mediaType.endsWith('+json')) {
    return { contentType: target.contentType, bytes: Buffer.from(intoJson(text, pairs)) }
  }
  if (mediaType === 'application/x-www-form-urlencoded') {
    return { contentType: target.contentType, bytes: Buffer.from(intoForm(text, pairs)) }
  }
  throw notApplicable(`a body of type ${JSON.stringify(mediaType.slice(0, 60))} takes no fields`)
}

/** Adds members to the text rather than to a parsed value: parsing would round the numbers that are in it. */
function intoJson(text: string, pairs: Pairs): string {
  const parsed = parseJson(text)
  if (!isJsonObject(parsed)) throw notApplicable('the body is not a JSON object')
  for (const [name] of pairs) if (Object.hasOwn(parsed, name)) throw taken(name)
  const members = pairs.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')
  const rest = text.trimStart().slice(1)
  return Object.keys(parsed).length === 0 ? `{${members}}` : `{${members},${rest}`
}

function intoForm(text: string, pairs: Pairs): string {
  const present = new URLSearchParams(text)
  for (const [name] of pairs) if (present.has(name)) throw taken(name)
  const added = new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, value])).toString()
  return text === '' ? added : `${text}&${added}`
}

const taken = (name: string): PlatformError =>
  notApplicable(`the skill fills the member ${JSON.stringify(name)} itself`)

function notApplicable(why: string): PlatformError {
  return new PlatformError('template_invalid', `The credential cannot be put into the body: ${why}.`, {
    reason: 'credential',
    sent: 'no',
  })
}
