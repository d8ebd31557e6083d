import { unwrap } from '@bindery/client'
import { type Command, lines } from '../command.ts'
import { providerArgument } from '../names/name-arguments.ts'
import { jsonText } from '../output/json-text.ts'
import { answerOf } from '../schemas/output-schema.ts'

export const command: Command = {
  summary: 'The whole schema of a provider',
  takes: [providerArgument],
  output: answerOf('GET /api/v1/integrations/{kind}/schema'),
  example: 'schema export clinic --output yaml',
  run: async ({ get, api, names }) => {
    const { id: kind } = await names.provider(get(providerArgument))
    const { data } = unwrap(
      await api.GET('/api/v1/integrations/{kind}/schema', { params: { path: { kind } } }),
    )
    return { data, view: lines(jsonText(data, 2).split('\n')) }
  },
}
