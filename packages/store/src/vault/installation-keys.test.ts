import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type OpenDatabase, openEmbedded } from '../database/embedded.ts'
import { parseRows } from '../rows.ts'
import { Tenancy } from '../tenancy.ts'
import { copyTemplate, testMasterKey } from '../testing/embedded-template.ts'
import { loadInstallationKeys } from './installation-keys.ts'
import { parseMasterKey } from './master-key.ts'
import { Vault } from './vault.ts'

const master = testMasterKey()
const vault = new Vault(master)
let directory: string
let database: OpenDatabase
let tenancy: Tenancy

beforeAll(async () => {
  directory = await copyTemplate()
  database = await openEmbedded(directory)
  tenancy = new Tenancy(database, undefined)
})
afterAll(async () => {
  await database.close()
  rmSync(directory, { recursive: true, force: true })
})

test('the first start keeps the keys of its master key, each sealed in a place of its own', async () => {
  const rows = await tenancy.run('platform', async (transaction) =>
    parseRows(
      z.object({ name: z.string(), sealed: z.string() }),
      await transaction.raw('select name, sealed from bindery_keys order by name'),
    ),
  )
  const kept = rows.map(({ name, sealed }) => {
    const place = { organizationId: 'platform', record: `key/${name}`, field: 'key' }
    return [name, vault.open(sealed, place).reveal()]
  })
  const uses = ['api key digest', 'audit chain']
  expect(kept).toEqual(uses.map((use) => [use, master.derive(use).toString('hex')]))
})

test('a later master key changes none of them', async () => {
  const next = parseMasterKey('43'.repeat(32))
  const keys = await loadInstallationKeys(tenancy, new Vault(next, [master]), next)
  expect(keys.derive('audit chain')).toEqual(master.derive('audit chain'))
})

test('there is no key for a use that none was kept for', async () => {
  const keys = await loadInstallationKeys(tenancy, vault, master)
  expect(() => keys.derive('session')).toThrow('no key for "session"')
})
