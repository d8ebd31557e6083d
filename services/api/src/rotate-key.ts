import { rotateKeys } from '@bindery/store'
import { ConfigError, loadConfig } from './config.ts'
import { openConfiguredStore } from './open-configured-store.ts'

/**
 * `npm run rotate-key`: puts every stored secret under BINDERY_MASTER_KEY, where BINDERY_MASTER_KEY_OLD opens the rest. It
 * may be stopped anywhere, by whatever means, and begun again. Servers may run meanwhile if they know both keys.
 */
async function main(): Promise<void> {
  const config = loadConfig()
  if (config.olderMasterKey === undefined || config.masterKey.from === 'data-directory') {
    throw new ConfigError([
      'Set BINDERY_MASTER_KEY to the new master key and BINDERY_MASTER_KEY_OLD to the one before (or the names that end with _FILE).',
      'Make a new one with: openssl rand -hex 32',
    ])
  }
  const store = await openConfiguredStore(config)
  let moved = 0
  let unreadable = 0
  try {
    for await (const step of rotateKeys(store)) {
      moved += step.moved
      unreadable += step.unreadable
      process.stdout.write(`${step.table}.${step.column}: ${step.moved} moved, ${step.unreadable} left\n`)
    }
  } finally {
    await store.close()
  }
  process.stdout.write(`${moved} secrets are under the new master key.\n`)
  if (unreadable === 0) {
    process.stdout.write('Start every server without BINDERY_MASTER_KEY_OLD now, then destroy the old key.\n')
    return
  }
  process.stdout.write(
    'Some secrets opened with neither key and were left: keep the old key until they are replaced.\n',
  )
  process.exitCode = 1
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : 'The rotation failed.'}\n`)
  process.exit(1)
})
