import { unwrap } from '@bindery/client'
import { columns, type Command } from '../command.ts'
import { providerArgument } from '../names/name-arguments.ts'
import { answerOf } from '../schemas/output-schema.ts'

export const command: Command = {
  summary: 'What of its pack the schema of a provider supports; installs nothing',
  takes: [providerArgument],
  output: answerOf('GET /api/v1/integrations/{kind}/pack/fit'),
  example: 'pack fit stripe',
  run: async ({ get, api, names }) => {
    const { id: kind } = await names.provider(get(providerArgument))
    const { data } = unwrap(
      await api.GET('/api/v1/integrations/{kind}/pack/fit', { params: { path: { kind } } }),
    )
    return { data, view: columns('slug', 'supported', 'missingConfig', 'issues') }
  },
}
