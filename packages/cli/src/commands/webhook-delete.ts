import { settle } from '@bindery/client'
import type { Command } from '../command.ts'
import { argument } from '../command-line/parameter.ts'
import { members, own, text } from '../schemas/output-schema.ts'

const named = argument('webhook', 'The webhook by its address, description or id', { names: 'webhook' })

export const command: Command = {
  summary: 'Ends a webhook',
  takes: [named],
  output: own(members({ deleted: text })),
  example: 'webhook delete https://hooks.acme.example/bindery --yes',
  run: async ({ get, api, names, reader }) => {
    const webhook = await names.webhook(get(named))
    await reader.agree(`End the webhook to ${webhook.name}?`)
    settle(await api.DELETE('/api/v1/webhooks/{webhookId}', { params: { path: { webhookId: webhook.id } } }))
    return { data: { deleted: webhook.name } }
  },
}
