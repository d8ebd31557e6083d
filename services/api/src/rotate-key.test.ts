import { spawn } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { type OrganizationId, Secret } from '@bindery/model'
import { insertSecret, openStore, pageSecrets, parseMasterKey, type Store } from '@bindery/store'
import { findRealPostgres } from '@bindery/store/testing'
import { afterAll, describe, expect, test } from 'vitest'
import { programBundle, removePrograms } from './testing/program-bundle.ts'
import { startTestServer } from './testing/test-server.ts'
import { secretPlace } from '@bindery/platform/credentials'
import { newId } from '@bindery/platform/kernel'

const postgres = await findRealPostgres()
afterAll(async () => {
  removePrograms()
  await postgres?.close()
})
const count = 3000
const [older, next] = ['42', '43'].map((byte) => byte.repeat(32))

/** Runs the program; killed without warning after so long. */
async function rotate(url: string, killAfterMs?: number): Promise<number | null> {
  const env = {
    PATH: process.env['PATH'],
    BINDERY_DATABASE_URL: url,
    BINDERY_MASTER_KEY: next,
    BINDERY_MASTER_KEY_OLD: older,
  }
  const program = await programBundle(new URL('rotate-key.ts', import.meta.url))
  const child = spawn(process.execPath, [program], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return new Promise((resolve) => {
    child.once('exit', resolve)
    if (killAfterMs === undefined) return
    // Counted from its first line, so that the kills fall into the rotation on a slow machine too.
    child.stdout.once('data', () => void wait(killAfterMs).then(() => child.kill('SIGKILL')))
  })
}

/** How many secrets are not under the current key; every one must open. */
async function census(opened: Store, organizationId: OrganizationId): Promise<number> {
  const { rows } = await opened.run(organizationId, (transaction) =>
    pageSecrets(transaction, { after: undefined, limit: count + 1 }),
  )
  const wrong = rows.filter((row) => {
    const value = opened.vault.open(row.sealed, secretPlace(organizationId, row.id))
    return value.reveal() !== `value of ${row.id}`
  })
  expect([rows.length, wrong.length]).toEqual([count, 0])
  return rows.filter((row) => !row.sealed.includes(opened.vault.currentMark)).length
}

describe.skipIf(postgres === undefined)('rotating the master key on a PostgreSQL server', () => {
  test('may be killed anywhere: every secret opens before, during and after', async () => {
    const url = postgres?.url ?? new Secret('')
    const server = await startTestServer({ databaseUrl: url })
    const { organizationId } = server
    const { store } = server.server.services
    const ids = Array.from({ length: count }, newId)
    await store.run(organizationId, async (transaction) => {
      for (const id of ids) {
        const sealed = store.vault.seal(new Secret(`value of ${id}`), secretPlace(organizationId, id))
        await insertSecret(transaction, { organizationId, id, name: id, sealed, isEnabled: true })
      }
    })
    await server.close()

    const open = (both: 'both' | 'new') =>
      openStore(
        { kind: 'server', url },
        parseMasterKey(next ?? ''),
        both === 'both' ? [parseMasterKey(older ?? '')] : [],
      )
    const left: number[] = []
    for (const ms of [0, 20, 60, 120]) {
      await rotate(url.reveal(), ms)
      const during = await open('both')
      left.push(await census(during, organizationId))
      await during.close()
    }
    expect(await rotate(url.reveal())).toBe(0)
    const after = await open('new')
    expect(await census(after, organizationId)).toBe(0)
    await after.close()
    expect(left).toEqual([...left].sort((a, b) => b - a))
  })
})
