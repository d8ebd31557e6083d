import { columns, type Command } from '../command.ts'
import { textFlag } from '../command-line/parameter.ts'
import { listPages, pageFlags } from '../input/list-pages.ts'
import { agentArgument } from '../names/name-arguments.ts'
import { answerOf } from '../schemas/output-schema.ts'

const search = textFlag('search', 'Words of its name or description')

export const command: Command = {
  summary: 'Lists the skills of an agent',
  takes: [agentArgument, search, ...pageFlags],
  output: answerOf('GET /api/v1/agents/{agentId}/skills'),
  example: 'skill list front-desk',
  run: async (call) => {
    const { id: agentId } = await call.names.agent(call.get(agentArgument))
    const words = call.get(search)
    const filter = words === undefined ? {} : { search: words }
    return listPages(
      call,
      (query) =>
        call.api.GET('/api/v1/agents/{agentId}/skills', {
          params: { path: { agentId }, query: { ...query, ...filter } },
        }),
      columns('functionName', 'integration', 'operation', 'effect', 'status', 'isEnabled', 'origin'),
    )
  },
}
