import { JsonValue } from '@bindery/model'
import { Variable, type VariableShape } from '@bindery/sources'
import type { ActionLinkRow } from '@bindery/store'
import { z } from 'zod'

const word = z.string().min(1).max(128)

const annotation = z.unknown().optional()

/**
 * The members of a JSON Schema that describe parameters; annotations beside them are let by. A word that would narrow what
 * is taken, and is not held to, is refused: whoever wrote it relies on it.
 */
const ParameterSchema: z.ZodType<ParameterSchema> = z
  .lazy(() =>
    z.strictObject({
      type: z.enum(['string', 'integer', 'number', 'boolean', 'array', 'object']),
      format: z.string().optional(),
      description: z.string().max(1_000).optional(),
      enum: z.array(z.string().max(200)).min(1).max(200).optional(),
      default: JsonValue.optional(),
      items: ParameterSchema.optional(),
      properties: z.record(z.string(), ParameterSchema).optional(),
      required: z.array(z.string()).optional(),
      additionalProperties: z.literal(false).optional(),
      title: annotation,
      examples: annotation,
      deprecated: annotation,
      $comment: annotation,
      $schema: annotation,
    }),
  )
  .superRefine(({ properties = {}, required = [] }, context) => {
    for (const name of required.filter((each) => !Object.hasOwn(properties, each))) {
      const message = `"${name.slice(0, 60)}" is required and is no member of "properties"`
      context.addIssue({ code: 'custom', path: ['required'], message })
    }
  })
  .meta({ id: 'ParameterSchema' })
export interface ParameterSchema {
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object'
  readonly format?: string | undefined
  readonly description?: string | undefined
  readonly enum?: readonly string[] | undefined
  readonly default?: z.output<typeof JsonValue> | undefined
  readonly items?: ParameterSchema | undefined
  readonly properties?: { readonly [name: string]: ParameterSchema } | undefined
  readonly required?: readonly string[] | undefined
}

const mostVariables = 60

/** The schema of all parameters: an object with a variable for each member. */
const ParametersSchema = ParameterSchema.superRefine(({ type, properties = {} }, context) => {
  const report = (message: string, path: readonly string[] = []): void =>
    context.addIssue({ code: 'custom', path: [...path], message })
  if (type !== 'object') report('Expected "object", with a member for each parameter', ['type'])
  const names = Object.keys(properties)
  if (names.length > mostVariables) report(`Expected at most ${mostVariables} parameters`, ['properties'])
  for (const name of names.slice(0, mostVariables)) {
    const checked = Variable.shape.name.safeParse(name)
    if (!checked.success) report(checked.error.issues[0]?.message ?? 'Expected a name', ['properties', name])
  }
})

/** How one agent uses an action. */
export const ActionLink = z
  .strictObject({
    toolName: z.string().min(1).max(120).optional().describe('The name of the action when left out'),
    parametersSchema: ParametersSchema.optional().describe('Variables as a flat JSON Schema object'),
    variables: z.array(Variable).max(mostVariables).default([]),
    bodyTemplate: JsonValue.optional().describe('Replaces that of the action'),
    phases: z.array(word).max(20).optional(),
    allowedStates: z.array(word).max(50).optional(),
    maxSuccessfulCalls: z.int().min(1).max(1_000).optional(),
    allowSensitive: z.array(word).max(60).default([]),
  })
  .meta({ id: 'ActionLinkSettings' })
export type ActionLink = z.output<typeof ActionLink>

export const linkOf = (row: Pick<ActionLinkRow, 'definition'>): ActionLink => ActionLink.parse(row.definition)

/** Everything that a link declares, however it was written. */
export const variablesOf = (link: ActionLink): readonly Variable[] => [
  ...link.variables,
  ...Object.entries(link.parametersSchema?.properties ?? {}).map(([name, schema]) =>
    Variable.parse({
      ...toShape(schema),
      name,
      required: link.parametersSchema?.required?.includes(name) === true ? true : undefined,
      default: schema.default,
    }),
  ),
]

/** Whether it changes what is sent, so that the catalog needs an operation of its own for it. */
export const hasOwnTemplate = (link: ActionLink): boolean =>
  link.bodyTemplate !== undefined || variablesOf(link).length > 0

export function toShape(schema: ParameterSchema): VariableShape {
  const { items, properties, required } = schema
  return {
    type: shapeType(schema),
    ...(schema.description === undefined ? {} : { description: schema.description }),
    ...(schema.enum === undefined ? {} : { allowedValues: schema.enum }),
    ...(items === undefined ? {} : { items: toShape(items) }),
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, inner]) => [
              name,
              { ...toShape(inner), required: required?.includes(name) === true },
            ]),
          ),
        }),
  }
}

function shapeType({ type, format }: ParameterSchema): VariableShape['type'] {
  if (type === 'number') return 'float'
  if (type !== 'string') return type
  return format === 'date' || format === 'email' || format === 'phone' ? format : 'string'
}
