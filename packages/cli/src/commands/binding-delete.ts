import { settle } from '@bindery/client'
import type { Command } from '../command.ts'
import { agentArgument, skillArgument } from '../names/name-arguments.ts'
import { members, own, text } from '../schemas/output-schema.ts'

export const command: Command = {
  summary: 'Deletes a binding and its skill',
  takes: [agentArgument, skillArgument],
  output: own(members({ deleted: text })),
  example: 'binding delete front-desk find_patient --yes',
  run: async ({ get, api, names, reader }) => {
    const agent = await names.agent(get(agentArgument))
    const { id: skillId, name } = await names.skill(agent, get(skillArgument))
    await reader.agree(`Delete "${name}" of "${agent.name}"?`)
    const path = { agentId: agent.id, skillId }
    settle(await api.DELETE('/api/v1/agents/{agentId}/skills/{skillId}', { params: { path } }))
    return { data: { deleted: name } }
  },
}
