import { columns, type Command } from '../command.ts'
import { listPages, pageFlags } from '../input/list-pages.ts'
import { answerOf } from '../schemas/output-schema.ts'

export const command: Command = {
  summary: 'Lists the providers that were added',
  takes: [...pageFlags],
  output: answerOf('GET /api/v1/integrations'),
  example: 'provider list --output csv --fields kind,status,counts.operations',
  run: (call) =>
    listPages(
      call,
      (query) => call.api.GET('/api/v1/integrations', { params: { query } }),
      columns(
        'kind',
        'name',
        'type',
        'status',
        'counts.operations',
        'counts.skills',
        'openDrift',
        'lastDiscoveredAt',
      ),
    ),
}
