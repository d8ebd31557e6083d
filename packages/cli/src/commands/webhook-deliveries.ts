import { columns, type Command } from '../command.ts'
import { argument } from '../command-line/parameter.ts'
import { listPages, pageFlags } from '../input/list-pages.ts'
import { answerOf } from '../schemas/output-schema.ts'

const named = argument('webhook', 'The webhook by its address, description or id', { names: 'webhook' })

export const command: Command = {
  summary: 'Lists what was sent to a webhook in 30 days',
  takes: [named, ...pageFlags],
  output: answerOf('GET /api/v1/webhooks/{webhookId}/deliveries'),
  example: 'webhook deliveries https://hooks.acme.example/bindery',
  run: async (call) => {
    const { id: webhookId } = await call.names.webhook(call.get(named))
    return listPages(
      call,
      (query) =>
        call.api.GET('/api/v1/webhooks/{webhookId}/deliveries', { params: { path: { webhookId }, query } }),
      columns('createdAt', 'event', 'status', 'attempts', 'id'),
    )
  },
}
