import { unwrap } from '@bindery/client'
import { type Command, lines } from '../command.ts'
import { membersOf } from '../output/rows.ts'
import { memberLines, tableLines } from '../output/table.ts'
import { agentArgument, skillArgument } from '../names/name-arguments.ts'
import { answerOf } from '../schemas/output-schema.ts'

export const command: Command = {
  summary: 'A skill: what it takes, answers and calls',
  takes: [agentArgument, skillArgument],
  output: answerOf('GET /api/v1/agents/{agentId}/skills/{skillId}'),
  example: 'skill show front-desk find_patient',
  run: async ({ get, api, names, terminal }) => {
    const owner = await names.agent(get(agentArgument))
    const { id: skillId } = await names.skill(owner, get(skillArgument))
    const path = { agentId: owner.id, skillId }
    const { data } = unwrap(await api.GET('/api/v1/agents/{agentId}/skills/{skillId}', { params: { path } }))
    const { name, functionName, description, integration, operation, effect, status, isEnabled } = data
    const taken = [...membersOf(membersOf(data.parametersSchema).get('properties'))].map(
      ([parameter, schema]) => ({
        parameter,
        required: data.requiredParams.includes(parameter),
        type: membersOf(schema).get('type') ?? 'any',
        description: membersOf(schema).get('description') ?? '',
      }),
    )
    return {
      data,
      view: lines([
        ...memberLines({
          name,
          functionName,
          description,
          integration,
          operation,
          effect,
          status,
          isEnabled,
        }),
        ...memberLines({ needsConfirmation: data.requiresConfirmation, outputs: data.allowedFields }),
        '',
        ...tableLines(taken, ['parameter', 'required', 'type', 'description'], terminal.width),
      ]),
    }
  },
}
