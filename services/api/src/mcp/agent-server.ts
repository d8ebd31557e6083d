import { isJsonObject, type JsonObject, nearestNames, PlatformError } from '@bindery/model'
import {
  type CallToolRequest,
  type CallToolResult,
  type InputRequiredResult,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type ServerContext,
} from '@modelcontextprotocol/server'
import { askedCodec, askPerson, heedAnswer, mayAsk, mintClaimsState } from './ask-person.ts'
import { runBuiltIn } from './built-in-tools.ts'
import { readCallMeta } from './call-meta.ts'
import { canAsk } from './can-ask.ts'
import { callSkill, type McpCaller, resultOfConfirmed, type ToolCall } from './call-skill.ts'
import { builtInTools, listModeOf, listTools, type Memory } from './tool-list.ts'
import { toErrorResult, toToolResult } from './tool-result.ts'
import {
  askClaims,
  explainUnverified,
  takeToken,
  verifyByTool,
  wantsVerifiedCaller,
} from './verify-caller-tool.ts'
import { toPlatformError } from '@bindery/platform/kernel'

type Result = CallToolResult | InputRequiredResult

export interface AgentServerOptions {
  readonly caller: McpCaller
  /** Tokens that the tool list may cost. */
  readonly toolBudget: number
}

/** The MCP server of one agent for one request: it knows one caller and is thrown away afterwards. */
export function createAgentServer({ caller, toolBudget }: AgentServerOptions): Server {
  const { toolset } = caller
  const server = new Server(
    { name: 'bindery', title: toolset.agentName, version: '1' },
    {
      capabilities: { tools: {} },
      instructions,
      requestState: { verify: async (state, context) => askedCodec(caller).verify(state, context) },
    },
  )
  server.setRequestHandler('tools/list', async () => {
    if (toolset.status === 'never_published') throw neverPublished()
    return { tools: [...listTools(toolset, toolBudget, memoryOf(caller))] }
  })
  server.setRequestHandler('tools/call', async (request, context) => {
    const mode = listModeOf(toolset, toolBudget)
    return callTool(caller, request.params, { context, canAsk: canAsk(server, context), mode })
  })
  return server
}

/** A session makes the calls of a client one conversation. */
const memoryOf = ({ conversationId }: McpCaller): Memory =>
  conversationId === undefined ? 'none' : 'session'

const instructions =
  'Each tool is one approved skill of this agent. A result with status "confirmation_required" was not carried out: a person must approve it first. A result with status "outcome_unknown" may have been carried out: never repeat it.'

interface CallSituation {
  readonly context: ServerContext
  readonly canAsk: boolean
  readonly mode: ReturnType<typeof listModeOf>
}

async function callTool(
  caller: McpCaller,
  request: CallToolRequest['params'],
  situation: CallSituation,
): Promise<Result> {
  const { name } = request
  const params = toParams(request.arguments)
  const tool = caller.toolset.tools.find((candidate) => candidate.name === name)
  const builtIn = tool === undefined ? builtInTools.find((known) => known === name) : undefined
  if (tool === undefined && (builtIn === undefined || !isOffered(builtIn, situation)))
    throw unknownTool(caller, name)
  return answerFailures(caller, async () => {
    const meta = readCallMeta(situation.context.mcpReq._meta)
    if (tool !== undefined) return callPublished(caller, { tool, params, meta }, situation)
    if (builtIn === 'confirm_call') {
      return toToolResult(
        await resultOfConfirmed(caller, { confirmationId: textOf(params, 'confirmationId') }),
      )
    }
    if (builtIn === 'verify_caller') return verifyByTool(caller, params, meta)
    const found = runBuiltIn(caller.toolset, { name: builtIn, params, memory: memoryOf(caller) })
    if (found.kind === 'result') return found.result
    return callPublished(caller, { tool: found.tool, params: found.params, meta }, situation)
  })
}

const isOffered = (name: string, { mode }: CallSituation): boolean =>
  name === 'confirm_call' || name === 'verify_caller' || mode === 'search'

async function callPublished(caller: McpCaller, given: ToolCall, situation: CallSituation): Promise<Result> {
  const heard = await heedAnswer(caller, takeToken(caller, given), situation.context)
  if (heard.kind === 'result') return heard.result
  const { call } = heard
  const { confirmationId } = call.meta
  if (confirmationId !== undefined) {
    const repeated = { skillId: call.tool.skillId, params: call.params }
    return toToolResult(await resultOfConfirmed(caller, { confirmationId, repeated }))
  }
  const result = await callSkill(caller, call)
  const { claims } = caller.toolset
  if (wantsVerifiedCaller(result) && claims !== undefined && situation.canAsk && heard.asked !== 'claims')
    return askClaims(claims, await mintClaimsState(caller))
  if (result.status === 'confirmation_required' && mayAsk(caller, call, situation))
    return askPerson(caller, result, call)
  return explainUnverified(caller, result) ?? toToolResult(result)
}

/** A failure is a result that a model can read; what we did not foresee goes to the log and tells nothing. */
async function answerFailures(caller: McpCaller, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run()
  } catch (error) {
    const known = toPlatformError(error)
    if (known.code === 'internal_error')
      caller.services.logger.error({ err: known.details.cause ?? known }, 'MCP call failed')
    return toErrorResult(known)
  }
}

function toParams(given: unknown): JsonObject {
  return isJsonObject(given) ? given : {}
}

function textOf(params: JsonObject, name: string): string {
  const value = params[name]
  if (typeof value === 'string') return value
  throw new PlatformError('validation_error', `"${name}" must be a text.`)
}

function unknownTool({ toolset }: McpCaller, name: string): ProtocolError {
  const near = nearestNames(
    name,
    toolset.tools.map((tool) => tool.name),
  )
  const hint = near.length === 0 ? '' : ` Did you mean ${near.map((other) => `"${other}"`).join(' or ')}?`
  return new ProtocolError(
    ProtocolErrorCode.InvalidParams,
    `Unknown tool: "${name.slice(0, 64).toWellFormed()}".${hint}`,
  )
}

function neverPublished(): ProtocolError {
  return new ProtocolError(
    ProtocolErrorCode.InvalidRequest,
    'The agent has no published version, so it offers no tools. Publish it first.',
    { code: 'no_published_version' },
  )
}
