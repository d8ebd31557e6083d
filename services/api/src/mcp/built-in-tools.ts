import { isJsonObject, type JsonObject, nearestNames, operationNames, PlatformError } from '@bindery/model'
import type { CallToolResult } from '@modelcontextprotocol/server'
import type { PublishedTool, PublishedTools } from './tools.ts'
import { type BuiltInTool, type Memory, toListed } from './tool-list.ts'

/** What a built-in tool leads to: an answer, or a call of the skill that it names. */
export type BuiltInOutcome =
  | { readonly kind: 'result'; readonly result: CallToolResult }
  | { readonly kind: 'call'; readonly tool: PublishedTool; readonly params: JsonObject }

export interface BuiltInCall {
  readonly name: BuiltInTool | undefined
  readonly params: JsonObject
  readonly memory: Memory
}

const mostFound = 20

/** Searches, describes or resolves the tools of an agent whose list is too long for a prompt. */
export function runBuiltIn(toolset: PublishedTools, { name, params, memory }: BuiltInCall): BuiltInOutcome {
  switch (name) {
    case 'search_tools':
      return toResult(search(toolset, textOf(params['query'])))
    case 'describe_tool':
      return toResult(toListed(toolset, requireTool(toolset, params['name']), memory))
    case 'call_tool': {
      const given = params['arguments'] ?? {}
      if (!isJsonObject(given)) throw new PlatformError('validation_error', '"arguments" must be an object.')
      return { kind: 'call', tool: requireTool(toolset, params['name']), params: given }
    }
    case 'confirm_call':
    case 'verify_caller':
    case undefined:
      throw new PlatformError('not_found', 'There is no such tool.')
  }
}

/** By how many words of the query a tool speaks of, its name counting twice; the published order decides ties. */
function search({ tools }: PublishedTools, query: string): JsonObject {
  const words = wordsOf(query)
  const ranked = tools
    .map((tool) => ({ tool, score: scoreOf(tool, words) }))
    .filter(({ score }) => words.length === 0 || score > 0)
    .sort((a, b) => b.score - a.score)
  const found = ranked.slice(0, mostFound).map(({ tool: { name, skill } }) => ({
    name,
    title: skill.toolName,
    description: skill.description,
    effect: skill.effect,
  }))
  return { tools: found, total: ranked.length, of: tools.length }
}

function scoreOf({ skill }: PublishedTool, words: readonly string[]): number {
  const name = wordsOf(`${skill.functionName} ${skill.toolName}`)
  const about = wordsOf(`${skill.description} ${operationNames(skill)}`)
  const hits = (among: readonly string[], word: string): number =>
    among.some((other) => other.startsWith(word) || (word.startsWith(other) && other.length > 3)) ? 1 : 0
  return words.reduce((sum, word) => sum + 2 * hits(name, word) + hits(about, word), 0)
}

const wordsOf = (text: string): readonly string[] =>
  text
    .slice(0, 2_000)
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')

function requireTool({ tools }: PublishedTools, name: unknown): PublishedTool {
  const wanted = textOf(name)
  const found = tools.find((tool) => tool.name === wanted)
  if (found !== undefined) return found
  const near = nearestNames(
    wanted,
    tools.map((tool) => tool.name),
  )
  const hint =
    near.length === 0 ? ' Find tools with search_tools.' : ` Did you mean "${near.join('" or "')}"?`
  throw new PlatformError('not_found', `Unknown tool: "${wanted.slice(0, 64).toWellFormed()}".${hint}`)
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  throw new PlatformError('validation_error', 'The tool needs a text here; see its input schema.')
}

function toResult(value: JsonObject): BuiltInOutcome {
  const content = [{ type: 'text' as const, text: JSON.stringify(value) }]
  return { kind: 'result', result: { content, structuredContent: value } }
}
