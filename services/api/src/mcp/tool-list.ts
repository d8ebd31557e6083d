import { isJsonObject, type JsonObject } from '@bindery/model'
import { isSpecType, type Tool } from '@modelcontextprotocol/server'
import type { ClaimsForm } from './claims-form.ts'
import type { PublishedTool, PublishedTools } from './tools.ts'
import { tokenArgument } from './verify-caller-tool.ts'
import { tokensOf } from '@bindery/platform/skills'

/** Tools that stand for others, or for nothing that a provider does. */
export const builtInTools = [
  'search_tools',
  'describe_tool',
  'call_tool',
  'confirm_call',
  'verify_caller',
] as const
export type BuiltInTool = (typeof builtInTools)[number]

/** `whole` lists every skill; `search` stands for a list that is over the budget. */
export type ListMode = 'whole' | 'search'

export function listModeOf({ tools }: PublishedTools, budget: number): ListMode {
  return tokensOf(tools.map((tool) => tool.definition)) <= budget ? 'whole' : 'search'
}

/** Whether later calls are known to come from the same client. */
export type Memory = 'session' | 'none'

/** What `tools/list` answers. A skill keeps its name, should a built-in tool have the same. */
export function listTools(toolset: PublishedTools, budget: number, memory: Memory): readonly Tool[] {
  const names = new Set(toolset.tools.map((tool) => tool.name))
  const own = (name: BuiltInTool): readonly JsonObject[] => (names.has(name) ? [] : [builtIn[name]])
  const confirm = toolset.tools.some(mayWait) ? own('confirm_call') : []
  const verify =
    toolset.claims === undefined || names.has('verify_caller') ? [] : [verifyTool(toolset.claims)]
  const listed =
    listModeOf(toolset, budget) === 'whole'
      ? toolset.tools.map((tool) => toListed(toolset, tool, memory))
      : [...own('search_tools'), ...own('describe_tool'), ...own('call_tool')]
  return [...listed, ...confirm, ...verify].filter((definition) => isSpecType.Tool(definition))
}

/**
 * A client without a session says with each call who was verified, where callers can be. What an approved tool is, stays.
 */
export function toListed(
  { claims }: PublishedTools,
  { definition: approved }: PublishedTool,
  memory: Memory,
): JsonObject {
  const schema = approved['inputSchema']
  const properties = isJsonObject(schema) ? schema['properties'] : undefined
  if (claims === undefined || memory === 'session' || !isJsonObject(schema) || !isJsonObject(properties))
    return approved
  if (properties[tokenArgument] !== undefined) return approved
  const token = text('What verify_caller gave for this caller; only for tools that ask for a verified caller')
  return { ...approved, inputSchema: { ...schema, properties: { ...properties, [tokenArgument]: token } } }
}

function verifyTool({ properties, required }: ClaimsForm): JsonObject {
  const tool = builtIn.verify_caller
  return {
    ...tool,
    inputSchema: { type: 'object', properties, required: [...required], additionalProperties: false },
  }
}

const mayWait = ({ skill }: PublishedTool): boolean =>
  skill.effect !== 'read' || skill.policy.requiresConfirmation

const text = (description: string): JsonObject => ({ type: 'string', description })

function definition(
  name: BuiltInTool,
  what: { readonly title: string; readonly description: string; readonly properties: JsonObject },
): JsonObject {
  const { title, description, properties } = what
  const required = Object.keys(properties).filter((property) => property !== 'arguments')
  const inputSchema = { type: 'object', properties, required, additionalProperties: false }
  const isReading = name !== 'call_tool'
  const annotations = {
    readOnlyHint: isReading,
    destructiveHint: !isReading,
    idempotentHint: isReading,
    openWorldHint: !isReading,
  }
  return { name, title, description, inputSchema, annotations }
}

const builtIn: Readonly<Record<BuiltInTool, JsonObject>> = {
  search_tools: definition('search_tools', {
    title: 'Search tools',
    description:
      'Finds tools by what they do: gives names and descriptions, best first. An empty query lists the first ones.',
    properties: { query: text('Words for what you want to do') },
  }),
  describe_tool: definition('describe_tool', {
    title: 'Describe a tool',
    description: 'Gives the whole definition of one tool: its arguments, its output and its effect.',
    properties: { name: text('The name of the tool, as search_tools gives it') },
  }),
  call_tool: definition('call_tool', {
    title: 'Call a tool',
    description: 'Calls one tool by name. Read its definition with describe_tool first.',
    properties: {
      name: text('The name of the tool'),
      arguments: { type: 'object', description: 'The arguments, as the definition of the tool asks for' },
    },
  }),
  confirm_call: definition('confirm_call', {
    title: 'Result of a confirmed call',
    description:
      'Gives the result of a call that waited for a person, once that person has approved it. It approves nothing itself.',
    properties: { confirmationId: text('The confirmationId that the call answered with') },
  }),
  verify_caller: definition('verify_caller', {
    title: 'Verify the caller',
    description:
      'Proves who the caller is by what they say, for tools that are for verified callers. Ask the caller for each value and never guess one: attempts are counted. Nothing that is found is told.',
    properties: {},
  }),
}
