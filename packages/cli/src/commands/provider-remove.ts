import { settle } from '@bindery/client'
import type { Command } from '../command.ts'
import { providerArgument } from '../names/name-arguments.ts'
import { members, own, text } from '../schemas/output-schema.ts'

export const command: Command = {
  summary: 'Removes a provider that no skill uses',
  takes: [providerArgument],
  output: own(members({ removed: text })),
  example: 'provider remove acme --yes',
  run: async ({ get, api, names, reader }) => {
    const { id: kind } = await names.provider(get(providerArgument))
    await reader.agree(`Remove "${kind}" with its schema and credentials?`)
    settle(await api.DELETE('/api/v1/integrations/{kind}', { params: { path: { kind } } }))
    return { data: { removed: kind } }
  },
}
