import { unwrap } from '@bindery/client'
import type { Call, Command } from '../command.ts'
import { textFlag } from '../command-line/parameter.ts'
import { bindingFile, readBinding } from '../input/binding-file.ts'
import { type Named, skills } from '../names/names.ts'
import { agentArgument } from '../names/name-arguments.ts'
import { answerOf } from '../schemas/output-schema.ts'

const skill = textFlag(
  'skill',
  'The skill that it takes the place of; that of the same tool name unless given',
  {
    names: 'skill',
  },
)

export const command: Command = {
  summary: 'Saves a binding as a skill, a new one or in the place of one',
  takes: [agentArgument, bindingFile, skill],
  output: answerOf('POST /api/v1/agents/{agentId}/bindings'),
  example: 'binding save front-desk find.yaml',
  run: async (call) => {
    const { get, api, names } = call
    const agent = await names.agent(get(agentArgument))
    const body = await readBinding(call, get(bindingFile))
    const skillId = await replaced(call, agent, body.toolName)
    const path = { agentId: agent.id }
    const { data, warnings } = unwrap(
      skillId === undefined
        ? await api.POST('/api/v1/agents/{agentId}/bindings', { params: { path }, body })
        : await api.PUT('/api/v1/agents/{agentId}/bindings/{skillId}', {
            params: { path: { ...path, skillId } },
            body,
          }),
    )
    const how = skillId === undefined ? 'Saved' : 'Replaced'
    const next = data.isEnabled
      ? 'Publish to make it live.'
      : `bindery skill enable ${agent.name} ${data.functionName}`
    return { data, warnings: warnings ?? [], note: `${how} as "${data.functionName}". ${next}` }
  },
}

async function replaced({ get, names, lookups }: Call, agent: Named, toolName: string) {
  const named = get(skill)
  if (named !== undefined) return (await names.skill(agent, named)).id
  return (await skills(lookups, agent.id)).find((one) => one.names.includes(toolName))?.id
}
