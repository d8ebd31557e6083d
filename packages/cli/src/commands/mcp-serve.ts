import { unwrap } from '@bindery/client'
import type { Command } from '../command.ts'
import { switchFlag } from '../command-line/parameter.ts'
import { CliError } from '../failures/cli-error.ts'
import { runBridge } from '../mcp/bridge.ts'
import { cellText, membersOf } from '../output/rows.ts'
import { agentArgument } from '../names/name-arguments.ts'
import { listOf, members, own, text } from '../schemas/output-schema.ts'
import { openSession } from '../session/session.ts'

const check = switchFlag('check', 'Says what would be served, and ends')

export const command: Command = {
  summary: 'Serves the published skills of an agent as MCP tools over standard input and output',
  takes: [agentArgument, check],
  output: own(members({ agent: text, endpoint: text, tools: listOf(text) })),
  example: 'mcp serve front-desk',
  run: async (call) => {
    const { get, names, lookups, settings, world, signal } = call
    const agent = await names.agent(get(agentArgument))
    const { server, apiKey } = openSession(settings, world.environment)
    if (get(check)) {
      const query = { format: 'mcp' as const }
      const tools = unwrap(
        await lookups.GET('/api/v1/agents/{agentId}/tools', {
          params: { path: { agentId: agent.id }, query },
        }),
      )
      const listed = tools.data.map((tool) => cellText(membersOf(tool).get('name')))
      return { data: { agent: agent.name, endpoint: `${server}/mcp/agents/${agent.id}`, tools: listed } }
    }
    const bridged = { server, agentId: agent.id, apiKey: apiKey ?? '', environment: world.environment }
    const code = await runBridge(bridged, signal)
    if (code === 0) return { data: undefined, isWritten: true }
    throw new CliError({
      code: 'not_available',
      exit: 'unexpected',
      message: `The bridge ended with code ${code}.`,
    })
  },
}
