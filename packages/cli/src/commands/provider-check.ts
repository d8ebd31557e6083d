import { unwrap } from '@bindery/client'
import { type Command, lines } from '../command.ts'
import { textFlag } from '../command-line/parameter.ts'
import { credentialFlags, readCredential } from '../input/credential-values.ts'
import { providerArgument } from '../names/name-arguments.ts'
import { tableLines } from '../output/table.ts'
import { answerOf } from '../schemas/output-schema.ts'

const testEndpoint = textFlag('test-endpoint', 'Path of a read that needs the credential')

export const command: Command = {
  summary: 'Checks address, credential, a read and rights; stores nothing',
  takes: [providerArgument, ...credentialFlags, testEndpoint],
  output: answerOf('POST /api/v1/integrations/{kind}/test'),
  example: 'provider check acme --env production',
  dryRun: 'own',
  run: async (call) => {
    const { get, api, names, settings, terminal } = call
    const { id: kind } = await names.provider(get(providerArgument))
    const endpoint = get(testEndpoint)
    const { data } = unwrap(
      await api.POST('/api/v1/integrations/{kind}/test', {
        params: { path: { kind } },
        body: {
          ...(await readCredential(call)),
          ...(settings.env !== undefined && { environment: settings.env }),
          ...(endpoint !== undefined && { testEndpoint: endpoint }),
        },
      }),
    )
    return {
      data,
      view: lines(tableLines(data.checks, ['name', 'result', 'ms', 'detail', 'hint'], terminal.width)),
      ...(!data.ok && { exit: 'unreachable' }),
    }
  },
}
