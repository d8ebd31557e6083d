import { type AuthMethod, authMethods } from '@bindery/connection'
import { JsonValue } from '@bindery/model'
import { z } from 'zod'
import { useCase } from '../kernel/use-case.ts'

const kinds = ['text', 'choice', 'list', 'members', 'zone'] as const

/** What a form asks for: one member of a credential. */
export const CredentialField = z
  .object({
    name: z.string().describe('Of the member of `credentials`'),
    title: z.string(),
    description: z.string().optional(),
    required: z.boolean(),
    secret: z.boolean().describe('To be typed blind'),
    kind: z
      .enum(kinds)
      .describe(
        '`list`: of texts; `members`: an object of texts, by names that the provider gives; `zone`: an IANA time zone',
      ),
    choices: z.array(z.string()).optional(),
    default: JsonValue.optional(),
  })
  .meta({ id: 'CredentialField' })
export type CredentialField = z.input<typeof CredentialField>

const AuthMethodView = z
  .object({
    method: z.string().describe('For `authType`'),
    title: z.string(),
    fields: z.array(CredentialField),
  })
  .meta({ id: 'AuthMethod' })

/** What a form needs of the JSON Schema that a method's schema turns into. */
const Member = z.object({
  type: z.string().optional(),
  description: z.string().optional(),
  enum: z.array(z.string()).optional(),
  default: JsonValue.optional(),
  anyOf: z.array(z.object({ type: z.string().optional(), format: z.string().optional() })).optional(),
})
const Members = z.object({
  properties: z.record(z.string(), Member),
  required: z.array(z.string()).default([]),
})

const toView = (method: AuthMethod): z.input<typeof AuthMethodView> => ({
  method: method.name,
  title: method.title,
  fields: [...fieldsOf(method)],
})

/** What has to be asked for of a credential, in the order of its members. */
export function fieldsOf({ schema, secrets }: AuthMethod): readonly CredentialField[] {
  const { properties, required } = Members.parse(
    z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }),
  )
  return Object.entries(properties).map(([name, member]) => ({
    name,
    title: titleOf(name),
    ...(member.description === undefined ? {} : { description: member.description }),
    required: required.includes(name),
    secret: secrets.includes(name),
    kind: kindOf(member),
    ...(member.enum === undefined ? {} : { choices: member.enum }),
    ...(member.default === undefined ? {} : { default: member.default }),
  }))
}

const titleOf = (name: string): string => {
  const words = name.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function kindOf({ type, enum: choices, anyOf = [] }: z.output<typeof Member>): (typeof kinds)[number] {
  if (choices !== undefined) return 'choice'
  if (type === 'object') return 'members'
  if (anyOf.some(({ format }) => format === 'timezone')) return 'zone'
  return type === 'array' || anyOf.some((one) => one.type === 'array') ? 'list' : 'text'
}

export const authMethodUseCases = {
  list: useCase({
    scope: 'any',
    environment: 'none',
    tag: 'Vocabularies',
    summary: 'Ways to authorise at a provider, with what a form has to ask for',
    takes: {},
    output: z.array(AuthMethodView),
    run: async () => ({ data: authMethods.map(toView) }),
  }),
}
