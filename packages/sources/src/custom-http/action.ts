import { JsonValue, ProjectionEntry, ProjectionField } from '@bindery/model'
import { z } from 'zod'

export const variableTypes = [
  'string',
  'integer',
  'float',
  'boolean',
  'date',
  'email',
  'phone',
  'array',
  'object',
] as const
const plainTypes = ['string', 'integer', 'float', 'boolean', 'date', 'email', 'phone'] as const

/** The shape of a value; lists and objects say what they hold. */
export interface VariableShape {
  readonly type: (typeof variableTypes)[number]
  readonly description?: string | undefined
  readonly required?: boolean | undefined
  readonly allowedValues?: readonly string[] | undefined
  readonly items?: VariableShape | undefined
  readonly properties?: { readonly [name: string]: VariableShape } | undefined
}

const memberName = z
  .string()
  .min(1)
  .max(100)
  .refine((name) => name !== '__proto__', { message: 'No member may be called "__proto__"' })
const shapeMembers = {
  type: z.enum(variableTypes),
  description: z.string().max(1_000).optional(),
  required: z.boolean().optional(),
  allowedValues: z.array(z.string().max(200)).min(1).max(200).optional(),
}
export const VariableShape: z.ZodType<VariableShape> = z
  .lazy(() => z.strictObject({ ...shapeMembers, ...nested }))
  .meta({ id: 'VariableShape' })
const nested = {
  items: VariableShape.optional().describe('What a list holds'),
  properties: z.record(memberName, VariableShape).optional().describe('What an object holds'),
}

/** A value that a template uses: what the agent collects, or what the platform fills from the context. */
export const Variable = z
  .strictObject({
    ...shapeMembers,
    ...nested,
    name: z
      .string()
      .regex(
        /^[A-Za-z_][A-Za-z0-9_]{0,63}$/,
        'Expected letters, digits and "_" only: a name with dots becomes one with "_"',
      )
      .refine((name) => name !== '__proto__', { message: 'No variable may be called "__proto__"' }),
    required: z
      .boolean()
      .optional()
      .describe('Defaults to whether the template cannot do without it: in the path, or inside a text'),
    example: JsonValue.optional(),
    default: JsonValue.optional(),
    from: z
      .enum(['agent', 'context'])
      .optional()
      .describe(
        '`context` is filled from the dynamic context by a key of this name; the agent never sees it',
      ),
  })
  .meta({ id: 'ActionVariable' })
export type Variable = z.output<typeof Variable>

const leafType = z.enum(plainTypes).optional().describe('What the value is; any JSON when left out')

/** One output, or a list of rows, of an action. */
export const MappedOutput = ProjectionEntry.extend({
  type: leafType,
  fields: z
    .array(ProjectionField.extend({ type: leafType }))
    .min(1)
    .max(60)
    .optional(),
}).meta({ id: 'MappedOutput' })
export type MappedOutput = z.output<typeof MappedOutput>

/** How the answer goes on over pages, where names alone do not tell. */
export const ActionPages = z
  .strictObject({
    by: z
      .enum(['page', 'offset', 'cursor', 'link'])
      .describe(
        '`page` and `offset` count on, `cursor` hands on what the answer says, `link` follows an address',
      ),
    variable: z.string().max(64).optional().describe('The variable that moves on; none for `link`'),
    size: z.string().max(64).optional().describe('The variable that says how many rows a page has'),
    next: z
      .string()
      .max(300)
      .optional()
      .describe('Where the answer says how to go on, such as `paging.next`; needed by `cursor` and `link`'),
  })
  .meta({ id: 'ActionPages' })
export type ActionPages = z.output<typeof ActionPages>

export const actionMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** A call that a person described: what is sent, with `{{placeholders}}`, and what is taken from the answer. */
export const HttpAction = z
  .strictObject({
    name: z.string().trim().min(1).max(120),
    description: z.string().trim().min(10).max(200).describe('What it does, 10 to 200 characters'),
    method: z.enum(actionMethods),
    path: z.string().min(1).max(2_000).describe('Below the base URL, such as /orders/{{order_id}}'),
    headers: z.record(z.string().min(1).max(128), z.string().max(4_000)).default({}),
    queryTemplate: z
      .record(memberName, z.union([z.string().max(4_000), z.number(), z.boolean()]))
      .default({}),
    bodyTemplate: JsonValue.optional().describe(
      'An object or a list. A text that is one placeholder keeps the type of its value and is left out without one',
    ),
    variables: z.array(Variable).max(60).default([]),
    responseMapping: z.array(MappedOutput).max(60).default([]),
    pages: ActionPages.optional(),
    isWrite: z.boolean().optional().describe('True for every method but GET unless a POST only reads'),
    rateLimitPerMinute: z.int().min(1).max(10_000).default(10),
  })
  .meta({ id: 'HttpAction' })
export type HttpAction = z.output<typeof HttpAction>

/** The description of a provider whose actions were described by hand: the source document of this kind. */
export const ActionDocument = z.object({
  format: z.literal('bindery-actions/1'),
  title: z.string(),
  actions: z.record(z.string(), JsonValue),
})
export type ActionDocument = z.output<typeof ActionDocument>

/** An action in its document; `group` and `limitKey` tie a variant of an action to the action. */
export const DocumentAction = HttpAction.extend({
  group: z.string().optional(),
  limitKey: z.string().optional(),
})
export type DocumentAction = z.output<typeof DocumentAction>

export const hasBody = ({ method }: Pick<HttpAction, 'method'>): boolean => method !== 'GET'

/** Where a variable travels that no template places. */
export const ownPlace = ({ method }: Pick<HttpAction, 'method'>): 'query' | 'body' =>
  method === 'GET' || method === 'DELETE' ? 'query' : 'body'
