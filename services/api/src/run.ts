import type { FastifyBaseLogger } from 'fastify'
import type { Config, SettingName } from './config.ts'
import { prepareDemo } from './demo/prepare-demo.ts'
import { prepareOrganization } from './demo/prepare-organization.ts'
import { makeSignInLink } from './demo/sign-in-link.ts'
import { type ProviderPlace, startDemoProviders } from './demo/start-providers.ts'
import { welcome } from './demo/welcome.ts'
import { StartChecks } from './start-checks.ts'
import { startServer } from './start.ts'

export interface RunOptions {
  readonly config: Config
  /** Which settings somebody gave. */
  readonly given: ReadonlySet<SettingName>
  readonly logger: FastifyBaseLogger
  /** Hears that the store was restored under this server, which must end at once. */
  readonly onRestored?: () => void
}

export interface Run {
  /** What a person is told: addresses, the link that signs in, what to try. */
  readonly welcome: string
  /** Loads what the first discovery would wait for. */
  warm(): void
  /** The server and its demo. */
  close(): Promise<void>
}

/** Starts the server with its first organisation, and with the demo where that is on. */
export async function run({ config, given, logger, onRestored }: RunOptions): Promise<Run> {
  const starting = config.demo === 'on' ? startDemoProviders(demoPlace(config)) : undefined
  const demoEgress = starting?.then((providers) => providers.egress)
  // The store opens meanwhile; a failure of the providers is heard of when they are waited for.
  demoEgress?.catch(() => undefined)
  const startChecks = new StartChecks()
  const isReady = startChecks.hold('start', 'The first organisation and the demo are being prepared.')
  const server = await startServer({
    config,
    given,
    logger,
    demoEgress: demoEgress ?? [],
    startChecks,
    onRestored,
  })
  const { services, address } = server
  const { principal, key, isNew, firstKey } = await prepareOrganization(services, config.bootstrapApiKey)
  const providers = await starting
  const demo = providers === undefined ? undefined : await prepareDemo(services, principal, providers)
  isReady()
  const signIn = await makeSignInLink(services, firstKey)
  return {
    welcome: welcome({ address, key, demo, isNew, signIn }),
    warm: () => services.children.warm(),
    close: async () => {
      await Promise.all([server.close(), providers?.close()])
    },
  }
}

/** The ports after the server's own, so that the demo is found where it was last time. */
const demoPlace = ({ port, dataDirectory }: Config): ProviderPlace => ({
  firstPort: port === 0 || port > 65_532 ? 0 : port + 1,
  folder: dataDirectory,
})
