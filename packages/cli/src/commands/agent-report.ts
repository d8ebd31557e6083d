import { unwrap } from '@bindery/client'
import { type Command, lines } from '../command.ts'
import { agentArgument } from '../names/name-arguments.ts'
import { changeLines } from '../output/change-lines.ts'
import { tableLines } from '../output/table.ts'
import { answerOf } from '../schemas/output-schema.ts'

export const command: Command = {
  summary: 'What publishing now would put live: hosts, sensitive outputs, gates, cost, warnings',
  takes: [agentArgument],
  output: answerOf('GET /api/v1/agents/{agentId}/prepublish-report'),
  example: 'agent report front-desk',
  run: async ({ get, api, names, terminal }) => {
    const { id: agentId } = await names.agent(get(agentArgument))
    const { data } = unwrap(
      await api.GET('/api/v1/agents/{agentId}/prepublish-report', { params: { path: { agentId } } }),
    )
    const rows = data.skills.map(({ functionName, effect, hosts, sensitiveOutputs, gates, tokens }) => ({
      functionName,
      effect,
      hosts: [...new Set(hosts.map(({ host }) => host ?? '(none)'))],
      sensitive: sensitiveOutputs.map(({ output, sensitivity }) => `${output} (${sensitivity})`),
      gates: gates.map(({ gate }) => gate),
      tokens: tokens.openai,
    }))
    return {
      data,
      view: lines([
        ...tableLines(
          rows,
          ['functionName', 'effect', 'hosts', 'sensitive', 'gates', 'tokens'],
          terminal.width,
        ),
        '',
        ...changeLines(data.changes),
        ...data.warnings.map(({ message }) => [{ style: 'yellow', text: 'warning: ' } as const, message]),
      ]),
    }
  },
}
