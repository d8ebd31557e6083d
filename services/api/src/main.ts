import { ConfigError, givenSettings, loadConfig } from './config.ts'
import { createLogger } from './logger.ts'
import { type Run, run } from './run.ts'

async function main(): Promise<void> {
  const running = await run({
    config: loadConfig(),
    given: givenSettings(),
    logger: createLogger('info'),
    onRestored,
  })
  process.stdout.write(running.welcome)
  closeOnSignal(running)
  running.warm()
}

/** What is in the memory of this process is of another store: it ends at once. */
function onRestored(): void {
  process.stderr.write('The store was restored under this server. Start it again.\n')
  process.exit(1)
}

function closeOnSignal(running: Run): void {
  let isClosing = false
  const close = (): void => {
    if (isClosing) process.exit(1)
    isClosing = true
    void running.close().then(
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
