import { unwrap } from '@bindery/client'
import type { Command } from '../command.ts'
import { agentArgument, skillArgument } from '../names/name-arguments.ts'
import { answerOf } from '../schemas/output-schema.ts'

export const command: Command = {
  summary: 'Stops a skill at once, for live calls too',
  takes: [agentArgument, skillArgument],
  output: answerOf('PATCH /api/v1/agents/{agentId}/skills/{skillId}'),
  example: 'skill disable front-desk book_appointment',
  run: async ({ get, api, names }) => {
    const agent = await names.agent(get(agentArgument))
    const { id: skillId, name } = await names.skill(agent, get(skillArgument))
    const { data } = unwrap(
      await api.PATCH('/api/v1/agents/{agentId}/skills/{skillId}', {
        params: { path: { agentId: agent.id, skillId } },
        body: { isEnabled: false },
      }),
    )
    return { data, note: `"${name}" is disabled.` }
  },
}
