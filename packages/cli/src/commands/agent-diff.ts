import { unwrap } from '@bindery/client'
import { type Command, lines } from '../command.ts'
import { optionalArgument, textFlag } from '../command-line/parameter.ts'
import { agentArgument } from '../names/name-arguments.ts'
import { changeLines } from '../output/change-lines.ts'
import { answerOf } from '../schemas/output-schema.ts'

const version = optionalArgument(
  'version',
  'A version by its number; what publishing would change when absent',
  {
    names: 'version',
  },
)
const from = textFlag('from', 'The version before it; the one before when absent', { names: 'version' })

export const command: Command = {
  summary: 'What a version changed, or what publishing would change',
  takes: [agentArgument, version, from],
  output: answerOf('GET /api/v1/agents/{agentId}/versions/{versionId}/diff'),
  example: 'agent diff front-desk 3 --from 1',
  run: async ({ get, api, names }) => {
    const agent = await names.agent(get(agentArgument))
    const [wanted, before] = [get(version), get(from)]
    const path = { agentId: agent.id }
    if (wanted === undefined) {
      const { data } = unwrap(
        await api.GET('/api/v1/agents/{agentId}/prepublish-report', { params: { path } }),
      )
      return { data: data.changes, view: lines(changeLines(data.changes)) }
    }
    const { id: versionId } = await names.version(agent, wanted)
    const query = before === undefined ? {} : { from: (await names.version(agent, before)).id }
    const { data } = unwrap(
      await api.GET('/api/v1/agents/{agentId}/versions/{versionId}/diff', {
        params: { path: { ...path, versionId }, query },
      }),
    )
    return { data, view: lines(changeLines(data)) }
  },
}
