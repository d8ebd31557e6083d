import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Secret } from '../../../packages/model/src/index.ts'
import { newId, newOrganizationId, scopes } from '../../../packages/platform/src/kernel/index.ts'
import { insertApiKey, insertOrganization } from '../../../packages/store/src/index.ts'
import { readConfig } from '../../../services/api/src/config.ts'
import { startServer } from '../../../services/api/src/start.ts'
import { createSilentLogger } from '../../silent-logger.ts'

/*
 * A server in a process of its own with two organisations, each with a key. Started with the data folder, and perhaps the
 * address of a database. Told `reset`, it forgets what it saw of its event loop, and told `tell` it says how long that stood
 * still at most since then.
 */

const [directory = '', databaseUrl] = process.argv.slice(2)
const config = readConfig({
  BINDERY_PORT: '0',
  BINDERY_DEMO: '0',
  BINDERY_DATA_DIR: directory,
  BINDERY_EGRESS_ALLOW: '127.0.0.1/32',
  BINDERY_MASTER_KEY: '42'.repeat(32),
  ...(databaseUrl !== undefined && { BINDERY_DATABASE_URL: databaseUrl }),
})
const { address, services } = await startServer({ config, logger: createSilentLogger(), demoEgress: [] })
const keys = await Promise.all(['Quiet', 'Noisy'].map(addOrganization))

async function addOrganization(name: string): Promise<string> {
  const organizationId = newOrganizationId()
  const key = `key-${newId()}`
  const { store } = services
  await store.run('platform', async (transaction) => {
    await insertOrganization(transaction, { id: organizationId, slug: organizationId, name })
    await insertApiKey(transaction, {
      organizationId,
      id: newId(),
      name,
      prefix: 'bench',
      digest: store.keyDigest.of(new Secret(key)),
      scopes,
      environment: undefined,
      expiresAt: undefined,
    })
  })
  return key
}

const delay = monitorEventLoopDelay({ resolution: 1 })
delay.enable()
process.on('message', (message) => {
  if (message === 'reset') delay.reset()
  else process.send?.({ longestStallMs: delay.max / 1e6 })
})
process.once('disconnect', () => process.exit(0))
process.send?.({ address, keys })
