import { columns, type Command } from '../command.ts'
import { listPages, pageFlags } from '../input/list-pages.ts'
import { answerOf } from '../schemas/output-schema.ts'

export const command: Command = {
  summary: 'Lists secrets, which nobody reads back',
  takes: [...pageFlags],
  output: answerOf('GET /api/v1/secrets'),
  example: 'secret list',
  run: (call) =>
    listPages(
      call,
      (query) => call.api.GET('/api/v1/secrets', { params: { query } }),
      columns('name', 'status', 'usageCount', 'lastUsedAt', 'updatedAt', 'id'),
    ),
}
