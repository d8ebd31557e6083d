import { type DiscoverySummary, unwrap } from '@bindery/client'
import { type Call, type Command, lines } from '../command.ts'
import { numberFlag, switchFlag } from '../command-line/parameter.ts'
import { dsnCredential } from '../dev/dsn-credential.ts'
import { type OwnServer, startOwnServer } from '../dev/own-server.ts'
import { credentialFlags, readCredential } from '../input/credential-values.ts'
import { progress } from '../input/follow-discovery.ts'
import { sourceOf } from '../input/source-of.ts'
import { members, own, text } from '../schemas/output-schema.ts'
import { openApi, openLookups } from '../session/open-api.ts'
import { Secrets } from '../session/secrets.ts'
import type { Line } from '../terminal/line.ts'
import { waitFor } from './discover.ts'
import { addFlags, registration, sourceArgument } from './provider-add.ts'

const port = numberFlag('port', 'Where the server listens; any free port when absent', {
  least: 1,
  most: 65_535,
})
const demo = switchFlag('demo', 'With the demo providers')

/** The agent that is made to try things with. */
const agentName = 'dev'

export const command: Command = {
  summary: 'A server of your own, gone when it ends, with a document or a database discovered',
  takes: [sourceArgument, ...addFlags, ...credentialFlags, port, demo, progress],
  output: own(
    members(
      { server: text, key: text, open: text, agent: text, provider: text, summary: { type: 'object' } },
      ['provider', 'summary'],
    ),
  ),
  example: 'dev ./acme.yaml --base-url https://api.acme.example',
  run: async (call) => {
    const { get, terminal, world, signal } = call
    const source = get(sourceArgument)
    // A mistake of the line is told before a server is started.
    if (source !== undefined) sourceOf(source, world.folder)
    terminal.status('starting a server ...')
    const demoMode = get(demo) ? 'on' : 'off'
    const server = await startOwnServer({
      port: get(port),
      demo: demoMode,
      environment: world.environment,
      signal,
    })
    try {
      const here = callTo(call, server)
      await here.api.POST('/api/v1/agents', { body: { name: agentName } })
      const found = source === undefined ? undefined : await discovered(here)
      return {
        data: { ...told(server), ...found },
        view: lines(welcome(server, found)),
        after: async () => {
          await untilStopped(call)
          await server.stop()
        },
      }
    } catch (error) {
      await server.stop()
      throw error
    }
  },
}

const told = ({ address, apiKey, open }: OwnServer) => ({
  server: address,
  key: apiKey,
  open,
  agent: agentName,
})

/** The same call, to the server that was just started. */
function callTo(call: Call, { address: server, apiKey }: OwnServer): Call {
  const { settings, terminal, signal, world } = call
  const from = { server: 'default', apiKey: 'environment' } as const
  const session = { server, apiKey, from, profile: undefined, organization: undefined, keyName: undefined }
  const line = { session, settings, terminal, signal, world, secrets: new Secrets() }
  return { ...call, api: openApi(line, 'none'), lookups: openLookups(line) }
}

interface Found {
  readonly provider: string
  readonly summary: DiscoverySummary
}

async function discovered(call: Call): Promise<Found> {
  const { api } = call
  const body = await registration(call)
  const { kind } = unwrap(await api.POST('/api/v1/integrations', { body })).data
  const credential = await credentialFor(call)
  for (const environment of ['development', 'production'] as const)
    unwrap(
      await api.POST('/api/v1/integrations/{kind}/connect', {
        params: { path: { kind } },
        // Without a credential nothing of it can be proved, and its schema may be read all the same.
        body: { ...credential, environment, verify: credential.credentials !== undefined },
      }),
    )
  const begun = unwrap(
    await api.POST('/api/v1/integrations/{kind}/discover', {
      params: { path: { kind } },
      body: { environment: 'production' },
      headers: { prefer: 'wait=0' },
    }),
  ).data
  const summary = 'jobId' in begun ? await waitFor(call, { kind, job: begun.jobId }) : begun
  return { provider: kind, summary }
}

async function credentialFor(call: Call) {
  const given = await readCredential(call)
  const source = sourceOf(call.get(sourceArgument) ?? '', call.world.folder)
  return given.credentials === undefined && source.from === 'dsn' ? dsnCredential(call, source.dsn) : given
}

function welcome({ address, apiKey, open }: OwnServer, found: Found | undefined): readonly Line[] {
  const from = `BINDERY_SERVER=${address} BINDERY_API_KEY=${apiKey}`
  return [
    [{ style: 'bold', text: 'bindery ' }, `${address}   (in a folder of its own, gone when this ends)`],
    [{ style: 'bold', text: 'open    ' }, open],
    ...(found === undefined ? [] : [foundLine(found)]),
    [{ style: 'bold', text: 'shell   ' }, `export ${from}`],
    [{ style: 'bold', text: 'try     ' }, `bindery auto ${agentName} "look up a caller by phone" --test`],
  ]
}

function foundLine({ provider, summary }: Found): Line {
  const { objectCount, operationCount, quarantined } = summary
  const aside =
    quarantined === 0 ? '' : `, ${quarantined} set aside: bindery schema show ${provider} --quarantine`
  return [
    { style: 'bold', text: `${provider.padEnd(7)} ` },
    `${objectCount} objects, ${operationCount} operations${aside}`,
  ]
}

function untilStopped({ onInterrupt, signal, terminal }: Call): Promise<void> {
  return new Promise((resolve) => {
    onInterrupt(resolve)
    signal.addEventListener('abort', () => resolve(), { once: true })
    if (signal.aborted) resolve()
    terminal.say('Ctrl+C ends it.')
  })
}
