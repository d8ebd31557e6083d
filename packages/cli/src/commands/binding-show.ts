import { unwrap } from '@bindery/client'
import { type Command, lines } from '../command.ts'
import { bindingText } from '../input/binding-file.ts'
import { agentArgument, skillArgument } from '../names/name-arguments.ts'
import { memberOf } from '../schemas/output-schema.ts'

export const command: Command = {
  summary: 'The binding of a skill as YAML, to be edited and saved',
  takes: [agentArgument, skillArgument],
  output: memberOf('GET /api/v1/agents/{agentId}/bindings/{skillId}', 'binding'),
  example: 'binding show front-desk find_patient',
  run: async ({ get, api, names }) => {
    const agent = await names.agent(get(agentArgument))
    const { id: skillId } = await names.skill(agent, get(skillArgument))
    const { data } = unwrap(
      await api.GET('/api/v1/agents/{agentId}/bindings/{skillId}', {
        params: { path: { agentId: agent.id, skillId } },
      }),
    )
    const { binding } = data
    return { data: binding, view: lines((await bindingText(binding)).trimEnd().split('\n')) }
  },
}
