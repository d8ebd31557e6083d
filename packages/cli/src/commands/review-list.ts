import { columns, type Command } from '../command.ts'
import { choiceFlag } from '../command-line/parameter.ts'
import { listPages, pageFlags } from '../input/list-pages.ts'
import { answerOf } from '../schemas/output-schema.ts'

const type = choiceFlag('type', 'Only these', ['approval', 'drift', 'draft'])

export const command: Command = {
  summary: 'What waits for a person: calls, changed schemas, drafts',
  takes: [type, ...pageFlags],
  output: answerOf('GET /api/v1/review'),
  example: 'review list --type approval',
  run: async (call) => {
    const only = call.get(type)
    const filter = only === undefined ? {} : { type: only }
    return listPages(
      call,
      (query) => call.api.GET('/api/v1/review', { params: { query: { ...query, ...filter } } }),
      columns('id', 'type', 'severity', 'agentName', 'functionName', 'integration', 'title', 'actions'),
    )
  },
}
