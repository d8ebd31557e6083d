import type { JsonObject } from '@bindery/model'
import { isSpecType, type Tool } from '@modelcontextprotocol/server'
import type { PublishedTool, Toolset } from './published-tools.ts'

/** Tools that stand for others, or for nothing that a provider does. */
export const builtInTools = ['search_tools', 'describe_tool', 'call_tool', 'confirm_call'] as const
export type BuiltInTool = (typeof builtInTools)[number]

const charactersPerToken = 4

/** What a list of definitions costs in a prompt, estimated at four characters a token. */
export function tokensOf(definitions: readonly JsonObject[]): number {
  return Math.ceil(JSON.stringify(definitions).length / charactersPerToken)
}

/** `whole` lists every skill; `search` stands for a list that is over the budget. */
export type ListMode = 'whole' | 'search'

export function listModeOf({ tools }: Toolset, budget: number): ListMode {
  return tokensOf(tools.map((tool) => tool.definition)) <= budget ? 'whole' : 'search'
}

/** What `tools/list` answers. A skill keeps its name, should a built-in tool have the same. */
export function listTools(toolset: Toolset, budget: number): readonly Tool[] {
  const names = new Set(toolset.tools.map((tool) => tool.name))
  const own = (name: BuiltInTool): readonly JsonObject[] => (names.has(name) ? [] : [builtIn[name]])
  const confirm = toolset.tools.some(mayWait) ? own('confirm_call') : []
  const listed =
    listModeOf(toolset, budget) === 'whole'
      ? toolset.tools.map((tool) => tool.definition)
      : [...own('search_tools'), ...own('describe_tool'), ...own('call_tool')]
  return [...listed, ...confirm].filter((definition) => isSpecType.Tool(definition))
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
}
