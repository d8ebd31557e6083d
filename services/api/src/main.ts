import { type Config, ConfigError, givenSettings, loadConfig } from './config.ts'
import { prepareDemo } from './demo/prepare-demo.ts'
import { makeSignInLink } from './demo/sign-in-link.ts'
import { prepareOrganization } from './demo/prepare-organization.ts'
import { type ProviderPlace, startDemoProviders } from './demo/start-providers.ts'
import { createLogger } from './logger.ts'
import { StartChecks } from './start-checks.ts'
import { type RunningServer, startServer } from './start.ts'
import { welcome } from './demo/welcome.ts'

async function main(): Promise<void> {
  const config = loadConfig()
  const logger = createLogger('info')
  const starting = config.demo === 'on' ? startDemoProviders(demoPlace(config)) : undefined
  const demoEgress = starting?.then((providers) => providers.egress)
  // The store opens meanwhile; a failure of the providers is heard of when they are waited for.
  demoEgress?.catch(() => undefined)
  const startChecks = new StartChecks()
  const isReady = startChecks.hold('start', 'The first organisation and the demo are being prepared.')
  const given = givenSettings()
  const server = await startServer({ config, given, logger, demoEgress: demoEgress ?? [], startChecks })
  const { principal, key, isNew, firstKey } = await prepareOrganization(
    server.services,
    config.bootstrapApiKey,
  )
  const providers = await starting
  const demo = providers === undefined ? undefined : await prepareDemo(server.services, principal, providers)
  isReady()
  const signIn = await makeSignInLink(server.services, firstKey)
  process.stdout.write(welcome({ address: server.address, key, demo, isNew, signIn }))
  closeOnSignal(server, async () => providers?.close())
  server.services.children.warm()
}

/** The ports after the server's own, so that the demo is found where it was last time. */
const demoPlace = ({ port, dataDirectory }: Config): ProviderPlace => ({
  firstPort: port === 0 || port > 65_532 ? 0 : port + 1,
  folder: dataDirectory,
})

function closeOnSignal(server: RunningServer, closeDemo: () => Promise<void>): void {
  let isClosing = false
  const close = (): void => {
    if (isClosing) process.exit(1)
    isClosing = true
    void Promise.all([server.close(), closeDemo()]).then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.on('SIGINT', close)
  process.on('SIGTERM', close)
}

main().catch((error: unknown) => {
  const text =
    error instanceof ConfigError || error instanceof Error ? error.message : 'Bindery could not start.'
  process.stderr.write(`${text}\n`)
  process.exit(1)
})
