import { unwrap } from '@bindery/client'
import { columns, type Command } from '../command.ts'
import { answerOf } from '../schemas/output-schema.ts'

export const command: Command = {
  summary: 'Lists webhooks',
  takes: [],
  output: answerOf('GET /api/v1/webhooks'),
  example: 'webhook list',
  run: async ({ api }) => {
    const { data } = unwrap(await api.GET('/api/v1/webhooks'))
    return { data, view: columns('url', 'events', 'isEnabled', 'disabledReason', 'id') }
  },
}
