import { startClinic } from '@bindery/fixtures'
import { type Config, ConfigError, loadConfig } from './config.ts'
import { clinicApiKey, type DemoAgent, prepareDemo } from './demo/prepare-demo.ts'
import { prepareOrganization } from './demo/prepare-organization.ts'
import { createLogger } from './logger.ts'
import { type RunningServer, startServer } from './start.ts'
import { welcome } from './demo/welcome.ts'

async function main(): Promise<void> {
  const config = loadConfig()
  const logger = createLogger('info')
  const clinic =
    config.demo === 'on' ? await startClinic({ port: clinicPort(config), apiKey: clinicApiKey }) : undefined
  const demoEgress = clinic === undefined ? [] : [`127.0.0.1/32:${clinic.port}`]
  const server = await startServer({ config, logger, demoEgress })
  const { principal, key, isNew } = await prepareOrganization(server.services, config.bootstrapApiKey)
  const demo: DemoAgent | undefined =
    clinic === undefined ? undefined : await prepareDemo(server.services, principal, clinic)
  process.stdout.write(welcome({ address: server.address, key, demo, isNew }))
  closeOnSignal(server, async () => clinic?.close())
  server.services.children.warm()
}

/** The port after the server's own, so that the demo is found where it was last time. */
const clinicPort = (config: Config): number =>
  config.port === 0 || config.port === 65_535 ? 0 : config.port + 1

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
