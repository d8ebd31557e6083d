import { columns, type Command } from '../command.ts'
import { listPages, pageFlags } from '../input/list-pages.ts'
import { agentArgument } from '../names/name-arguments.ts'
import { answerOf } from '../schemas/output-schema.ts'

export const command: Command = {
  summary: 'Lists the published versions of an agent, newest first',
  takes: [agentArgument, ...pageFlags],
  output: answerOf('GET /api/v1/agents/{agentId}/versions'),
  example: 'agent versions front-desk',
  run: async (call) => {
    const { id: agentId } = await call.names.agent(call.get(agentArgument))
    return listPages(
      call,
      (query) => call.api.GET('/api/v1/agents/{agentId}/versions', { params: { path: { agentId }, query } }),
      columns('number', 'live', 'note', 'publishedBy', 'createdAt', 'hash'),
    )
  },
}
