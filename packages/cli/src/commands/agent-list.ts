import { columns, type Command } from '../command.ts'
import { listPages, pageFlags } from '../input/list-pages.ts'
import { answerOf } from '../schemas/output-schema.ts'

export const command: Command = {
  summary: 'Lists agents',
  takes: [...pageFlags],
  output: answerOf('GET /api/v1/agents'),
  example: 'agent list',
  run: (call) =>
    listPages(
      call,
      (query) => call.api.GET('/api/v1/agents', { params: { query } }),
      columns('name', 'status', 'version', 'skillCount', 'draftChanges', 'id'),
    ),
}
