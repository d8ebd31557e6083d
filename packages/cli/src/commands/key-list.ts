import { columns, type Command } from '../command.ts'
import { listPages, pageFlags } from '../input/list-pages.ts'
import { answerOf } from '../schemas/output-schema.ts'

export const command: Command = {
  summary: 'Lists API keys, without their values',
  takes: [...pageFlags],
  output: answerOf('GET /api/v1/api-keys'),
  example: 'key list',
  run: (call) =>
    listPages(
      call,
      (query) => call.api.GET('/api/v1/api-keys', { params: { query } }),
      columns('name', 'prefix', 'environment', 'expiresAt', 'lastUsedAt', 'scopes', 'id'),
    ),
}
