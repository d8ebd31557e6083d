import { unwrap } from '@bindery/client'
import type { Command } from '../command.ts'
import { argument } from '../command-line/parameter.ts'
import { answerOf } from '../schemas/output-schema.ts'

const named = argument('key', 'The API key by its name, prefix or id', { names: 'key' })

export const command: Command = {
  summary: 'Gives an API key a new value, which is shown this once',
  takes: [named],
  output: answerOf('POST /api/v1/api-keys/{id}/rotate'),
  example: 'key rotate "Night desk" --yes',
  run: async ({ get, api, names, reader }) => {
    const key = await names.key(get(named))
    await reader.agree(`Give "${key.name}" a new value? The old one ends.`)
    return unwrap(await api.POST('/api/v1/api-keys/{id}/rotate', { params: { path: { id: key.id } } }))
  },
}
