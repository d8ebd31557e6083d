import { isJsonObject, type JsonObject, nearestNames, parseJson, PlatformError } from '@bindery/model'
import type { Asked } from '@bindery/platform/kernel'
import { z } from 'zod'
import type { AdminTool } from './admin-tools.ts'

/**
 * What a tool takes, as JSON Schema: names of what it is about, how it answers, and its content, side by side. A name of what it
 * is about hides a filter of the same name.
 */
export function inputSchemaOf(tool: AdminTool): JsonObject {
  const { subject, options, content } = tool.useCase.documentation
  const parts = [schemaOf(options), contentSchema(tool, content), schemaOf(subject)]
  const properties = merged(parts, 'properties')
  const required = [...new Set([...parts.flatMap(requiredOf), ...tool.required])]
  const definitions = merged(parts, '$defs')
  return {
    type: 'object',
    properties,
    ...(required.length > 0 && { required }),
    ...(Object.keys(definitions).length > 0 && { $defs: definitions }),
    additionalProperties: false,
  }
}

/**
 * The parts of a question from the arguments of a call. Throws `validation_error` for an argument that the tool does not
 * take; whether the others fit is for the use case to say.
 */
export function toAsked(tool: AdminTool, given: JsonObject): Asked {
  const { subject, options, content } = tool.useCase.documentation
  refuseStrangers(tool, given)
  const names = (schema: z.ZodType | undefined): readonly string[] =>
    Object.keys(membersOf(schemaOf(schema), 'properties'))
  return {
    subject: pick(given, names(subject)),
    // They are read as an address has them, where everything is text.
    options: Object.fromEntries(
      Object.entries(omit(pick(given, names(options)), names(subject))).map(([name, value]) => [
        name,
        asText(value),
      ]),
    ),
    content: content === undefined ? undefined : contentOf(tool, given, names(content)),
  }
}

function contentSchema(tool: AdminTool, content: z.ZodType | undefined): JsonObject {
  if (content === undefined) return {}
  if (tool.content === 'binding') return bindingArgument
  const schema = schemaOf(content)
  const hidden = [...tool.withheld, ...Object.keys(tool.fixed)]
  return { ...schema, properties: omit(membersOf(schema, 'properties'), hidden) }
}

/** Its whole schema would cost more tokens than all other tools together; `validate_binding` says what is wrong with one. */
const bindingArgument: JsonObject = {
  properties: {
    binding: {
      type: 'object',
      description:
        'The binding: {"integration", "operation", "toolName", "description", "inputs": [{"param", "argument", "required"}], "projection": [{"path", "leaf"}]}, as show_skill has it. validate_binding says everything that is wrong with one, with fixes.',
    },
  },
  required: ['binding'],
}

function contentOf(tool: AdminTool, given: JsonObject, names: readonly string[]): JsonObject {
  if (tool.content === 'members') return { ...pick(given, names), ...tool.fixed }
  const { binding } = given
  if (isJsonObject(binding)) return { ...binding, ...tool.fixed }
  throw new PlatformError('validation_error', '"binding" must be an object.')
}

function refuseStrangers(tool: AdminTool, given: JsonObject): void {
  const known = Object.keys(membersOf(inputSchemaOf(tool), 'properties'))
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue
    const near = nearestNames(name, known)
    const hint = near.length > 0 ? `Did you mean "${near.join('" or "')}"?` : `It takes ${known.join(', ')}.`
    throw new PlatformError(
      'validation_error',
      `"${tool.name}" takes no "${name.slice(0, 64).toWellFormed()}". ${hint}`,
    )
  }
}

function schemaOf(schema: z.ZodType | undefined): JsonObject {
  if (schema === undefined) return {}
  const made = parseJson(JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })))
  return isJsonObject(made) ? resolved(made) : {}
}

/** A schema with a name of its own refers to itself in its definitions. */
function resolved(schema: JsonObject): JsonObject {
  const { $ref: reference, $defs: definitions } = schema
  if (typeof reference !== 'string' || !isJsonObject(definitions)) return schema
  const name = reference.replace('#/$defs/', '')
  const own = definitions[name]
  return isJsonObject(own) ? { ...own, $defs: omit(definitions, [name]) } : schema
}

function membersOf(schema: JsonObject, name: string): JsonObject {
  const members = schema[name]
  return isJsonObject(members) ? members : {}
}

const merged = (parts: readonly JsonObject[], name: string): JsonObject =>
  Object.fromEntries(parts.flatMap((part) => Object.entries(membersOf(part, name))))

function requiredOf({ required }: JsonObject): readonly string[] {
  return Array.isArray(required) ? required.filter((name) => typeof name === 'string') : []
}

const pick = (given: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(given).filter(([name]) => names.includes(name)))

const omit = (given: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(given).filter(([name]) => !names.includes(name)))

const asText = (value: JsonObject[string]): JsonObject[string] =>
  typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
