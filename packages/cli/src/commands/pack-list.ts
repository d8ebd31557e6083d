import { unwrap } from '@bindery/client'
import { columns, type Command } from '../command.ts'
import { textFlag } from '../command-line/parameter.ts'
import { answerOf } from '../schemas/output-schema.ts'

const search = textFlag('search', 'Words of its name')

export const command: Command = {
  summary: 'Lists the providers that can be added, with their connector packs',
  takes: [search],
  output: answerOf('GET /api/v1/integrations/catalog'),
  example: 'pack list --search calendar',
  run: async ({ get, api }) => {
    const words = get(search)
    const query = words === undefined ? {} : { search: words }
    const { data } = unwrap(await api.GET('/api/v1/integrations/catalog', { params: { query } }))
    const view = columns('kind', 'displayName', 'pack', 'actionCount', 'authType', 'registered', 'connected')
    return { data, meta: { shown: data.length }, view }
  },
}
