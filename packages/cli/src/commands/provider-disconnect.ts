import { unwrap } from '@bindery/client'
import type { Command } from '../command.ts'
import { providerArgument } from '../names/name-arguments.ts'
import { answerOf } from '../schemas/output-schema.ts'

export const command: Command = {
  summary: 'Destroys the credential of a provider, and keeps all else',
  takes: [providerArgument],
  output: answerOf('POST /api/v1/integrations/{kind}/disconnect'),
  example: 'provider disconnect acme --env development --yes',
  run: async ({ get, api, names, settings, reader }) => {
    const { id: kind } = await names.provider(get(providerArgument))
    const where = settings.env === undefined ? 'every environment' : settings.env
    await reader.agree(`Destroy the credential of "${kind}" in ${where}? Its skills stop.`)
    const environment = settings.env === undefined ? {} : { environment: settings.env }
    return unwrap(
      await api.POST('/api/v1/integrations/{kind}/disconnect', {
        params: { path: { kind } },
        body: environment,
      }),
    )
  },
}
