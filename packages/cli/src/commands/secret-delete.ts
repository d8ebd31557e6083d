import { unwrap } from '@bindery/client'
import type { Command } from '../command.ts'
import { argument } from '../command-line/parameter.ts'
import { answerOf } from '../schemas/output-schema.ts'

const named = argument('secret', 'The secret by its name or id', { names: 'secret' })

export const command: Command = {
  summary: 'Destroys a secret that nothing uses',
  takes: [named],
  output: answerOf('DELETE /api/v1/secrets/{id}'),
  example: 'secret delete acme-token --yes',
  run: async ({ get, api, names, reader }) => {
    const secret = await names.secret(get(named))
    await reader.agree(`Destroy the secret "${secret.name}"?`)
    return unwrap(await api.DELETE('/api/v1/secrets/{id}', { params: { path: { id: secret.id } } }))
  },
}
