import { startBridge } from './bridge.ts'
import { loadBridgeConfig, usage } from './config.ts'

/** Standard output belongs to the protocol; whatever a person should read goes to standard error. */
async function main(): Promise<void> {
  const config = loadBridgeConfig()
  if (typeof config === 'string') {
    process.stderr.write(`${config}\n\n${usage}`)
    process.exitCode = 2
    return
  }
  await startBridge(config)
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : 'The bridge could not start.'}\n`)
  process.exit(1)
})
