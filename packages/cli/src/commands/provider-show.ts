import { unwrap } from '@bindery/client'
import type { Command } from '../command.ts'
import { providerArgument } from '../names/name-arguments.ts'
import { answerOf } from '../schemas/output-schema.ts'

export const command: Command = {
  summary: 'A provider: its state, environments and counts',
  takes: [providerArgument],
  output: answerOf('GET /api/v1/integrations/{kind}'),
  example: 'provider show clinic',
  run: async ({ get, api, names }) => {
    const { id: kind } = await names.provider(get(providerArgument))
    return unwrap(await api.GET('/api/v1/integrations/{kind}', { params: { path: { kind } } }))
  },
}
