import { unwrap } from '@bindery/client'
import type { Command } from '../command.ts'
import { argument } from '../command-line/parameter.ts'
import { agentArgument } from '../names/name-arguments.ts'
import { answerOf } from '../schemas/output-schema.ts'

const version = argument('version', 'The version by its number', { names: 'version' })

export const command: Command = {
  summary: 'Makes an older version of an agent live again',
  takes: [agentArgument, version],
  output: answerOf('POST /api/v1/agents/{agentId}/rollback'),
  example: 'agent rollback front-desk 2 --yes',
  run: async ({ get, api, names, reader }) => {
    const agent = await names.agent(get(agentArgument))
    const { id: versionId, number } = await names.version(agent, get(version))
    await reader.agree(`Make version ${number} of "${agent.name}" live?`)
    const { data } = unwrap(
      await api.POST('/api/v1/agents/{agentId}/rollback', {
        params: { path: { agentId: agent.id } },
        body: { versionId },
      }),
    )
    return { data, note: `Version ${number} of "${agent.name}" is live.` }
  },
}
