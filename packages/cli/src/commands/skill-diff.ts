import { unwrap } from '@bindery/client'
import { type Command, lines } from '../command.ts'
import { agentArgument, skillArgument } from '../names/name-arguments.ts'
import { changeLines } from '../output/change-lines.ts'
import { answerOf } from '../schemas/output-schema.ts'

export const command: Command = {
  summary: 'What publishing would change of a skill',
  takes: [agentArgument, skillArgument],
  output: answerOf('GET /api/v1/agents/{agentId}/versions/{versionId}/diff'),
  example: 'skill diff front-desk find_patient',
  run: async ({ get, api, names }) => {
    const agent = await names.agent(get(agentArgument))
    const { name } = await names.skill(agent, get(skillArgument))
    const { data } = unwrap(
      await api.GET('/api/v1/agents/{agentId}/prepublish-report', {
        params: { path: { agentId: agent.id } },
      }),
    )
    const own = data.changes.filter(({ field }) => field.split('.').includes(name))
    return { data: own, view: lines(changeLines(own)) }
  },
}
