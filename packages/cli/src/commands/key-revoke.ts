import { unwrap } from '@bindery/client'
import type { Command } from '../command.ts'
import { argument } from '../command-line/parameter.ts'
import { answerOf } from '../schemas/output-schema.ts'

const named = argument('key', 'The API key by its name, prefix or id', { names: 'key' })

export const command: Command = {
  summary: 'Ends an API key within a second',
  takes: [named],
  output: answerOf('DELETE /api/v1/api-keys/{id}'),
  example: 'key revoke "Night desk" --yes',
  run: async ({ get, api, names, reader }) => {
    const key = await names.key(get(named))
    await reader.agree(`End "${key.name}"? Whoever uses it is refused.`)
    return unwrap(await api.DELETE('/api/v1/api-keys/{id}', { params: { path: { id: key.id } } }))
  },
}
