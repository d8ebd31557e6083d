import { unwrap } from '@bindery/client'
import type { Command } from '../command.ts'
import { argument, textFlag } from '../command-line/parameter.ts'
import { secrets } from '../names/names.ts'
import { answerOf } from '../schemas/output-schema.ts'

const name = argument('name', 'What it is called', { names: 'secret' })
const fromFile = textFlag('from-file', 'Reads the value from a file; - is standard input')
const fromEnv = textFlag('from-env', 'Reads the value from this variable of the environment')

export const command: Command = {
  summary: 'Keeps a secret, or gives one that is there a new value',
  takes: [name, fromFile, fromEnv],
  output: answerOf('POST /api/v1/secrets'),
  example: 'secret set acme-token --from-env ACME_TOKEN',
  run: async ({ get, api, lookups, reader }) => {
    const called = get(name)
    const value = await reader.secret({ title: called, fromFile: get(fromFile), fromEnv: get(fromEnv) })
    const known = (await secrets(lookups)).find((one) => one.name === called || one.id === called)
    return known === undefined
      ? unwrap(await api.POST('/api/v1/secrets', { body: { name: called, value } }))
      : unwrap(
          await api.PATCH('/api/v1/secrets/{id}', { params: { path: { id: known.id } }, body: { value } }),
        )
  },
}
