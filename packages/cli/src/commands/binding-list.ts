import { columns, type Command } from '../command.ts'
import { listPages, pageFlags } from '../input/list-pages.ts'
import { agentArgument } from '../names/name-arguments.ts'
import { answerOf } from '../schemas/output-schema.ts'

export const command: Command = {
  summary: 'Lists the bindings of an agent, by the skills that they are',
  takes: [agentArgument, ...pageFlags],
  output: answerOf('GET /api/v1/agents/{agentId}/skills'),
  example: 'binding list front-desk',
  run: async (call) => {
    const { id: agentId } = await call.names.agent(call.get(agentArgument))
    return listPages(
      call,
      (query) => call.api.GET('/api/v1/agents/{agentId}/skills', { params: { path: { agentId }, query } }),
      columns('functionName', 'integrations', 'operation', 'origin', 'status', 'revision', 'updatedAt'),
    )
  },
}
