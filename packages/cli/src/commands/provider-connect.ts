import { environments, unwrap } from '@bindery/client'
import { type Answer, type Call, columns, type Command } from '../command.ts'
import { switchFlag, textFlag } from '../command-line/parameter.ts'
import { credentialFlags, readCredential } from '../input/credential-values.ts'
import { providerArgument } from '../names/name-arguments.ts'
import { listOf, members, own, text } from '../schemas/output-schema.ts'

const untried = switchFlag('untried', 'Keeps the credential without trying it first')
const testEndpoint = textFlag('test-endpoint', 'Path of a read that needs the credential')

export const command: Command = {
  summary: 'Gives a provider its credential, which is tried first; in every environment, or that of --env',
  takes: [providerArgument, ...credentialFlags, untried, testEndpoint],
  output: own(
    listOf(
      members(
        {
          environment: text,
          status: { enum: ['connected', 'asks'] },
          warnings: listOf(text),
          oauthUrl: text,
        },
        ['warnings', 'oauthUrl'],
      ),
    ),
  ),
  example: 'provider connect acme --auth bearer --from-env ACME_TOKEN',
  run: async (call) => {
    const { get, names, settings } = call
    const { id: kind } = await names.provider(get(providerArgument))
    const credential = await readCredential(call)
    const environments = settings.env === undefined ? await environmentsOf(call, kind) : [settings.env]
    const connected: Connected[] = []
    for (const environment of environments)
      connected.push(await connect(call, kind, { ...credential, environment }))
    return toAnswer(connected)
  },
}

type Environment = (typeof environments)[number]

interface Body {
  readonly authType?: string
  readonly credentials?: Readonly<Record<string, unknown>>
  readonly environment: Environment
}

/** Those that the provider has; development and production of one that has none yet, as a database. */
async function environmentsOf({ lookups }: Call, kind: string): Promise<readonly Environment[]> {
  const { data } = unwrap(await lookups.GET('/api/v1/integrations/{kind}', { params: { path: { kind } } }))
  const had = environments.filter((environment) => Object.hasOwn(data.environments, environment))
  return had.length > 0 ? had : ['development', 'production']
}

async function connect({ get, api }: Call, kind: string, given: Body): Promise<Connected> {
  const endpoint = get(testEndpoint)
  const body = { ...given, verify: !get(untried), ...(endpoint !== undefined && { testEndpoint: endpoint }) }
  const { data } = unwrap(
    await api.POST('/api/v1/integrations/{kind}/connect', { params: { path: { kind } }, body }),
  )
  if ('oauthUrl' in data) return { environment: given.environment, status: 'asks', oauthUrl: data.oauthUrl }
  const { environment, status, warnings } = data
  return { environment, status, warnings }
}

type Connected =
  | { readonly environment: Environment; readonly status: 'connected'; readonly warnings: readonly string[] }
  /** A person must give access at the provider. */
  | { readonly environment: Environment; readonly status: 'asks'; readonly oauthUrl: string }

function toAnswer(connected: readonly Connected[]): Answer {
  const asking = connected.find(({ status }) => status === 'asks')
  return {
    data: connected,
    view: columns('environment', 'status', 'oauthUrl'),
    warnings: connected.flatMap((one) =>
      one.status === 'connected' ? one.warnings.map((message) => ({ code: 'unproven', message })) : [],
    ),
    ...(asking !== undefined && {
      note: 'A person must open that address to give access.',
      exit: 'waiting' as const,
    }),
  }
}
