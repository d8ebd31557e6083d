import { unwrap } from '@bindery/client'
import type { Command } from '../command.ts'
import { argument } from '../command-line/parameter.ts'
import { answerOf } from '../schemas/output-schema.ts'

const provider = argument('provider', 'The provider by its kind or name', { names: 'provider' })

export const command: Command = {
  summary: 'A provider: its state, environments and counts',
  takes: [provider],
  output: answerOf('GET /api/v1/integrations/{kind}'),
  example: 'provider show clinic',
  run: async ({ get, api, names }) => {
    const { id: kind } = await names.provider(get(provider))
    return unwrap(await api.GET('/api/v1/integrations/{kind}', { params: { path: { kind } } }))
  },
}
