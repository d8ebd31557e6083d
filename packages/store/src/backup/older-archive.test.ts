import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { migrate } from '../database/migrate.ts'
import { migrations } from '../migrations/index.ts'
import { parseFirstRow } from '../rows.ts'
import { archiveOf, each } from '../testing/archives.ts'
import { openEmptyDatabase, testMasterKey } from '../testing/embedded-template.ts'
import { dumpStore } from './dump-store.ts'
import { openFirst } from './restore-store.ts'
import { writeStore } from './write-store.ts'

const before = await openEmptyDatabase()
const after = await openEmptyDatabase()
afterAll(() => Promise.all([before.close(), after.close()]))

const Found = z.object({ slug: z.string(), steps: z.coerce.number(), epoch: z.coerce.number() })

test('an archive of a version before is restored into the schema of this one', async () => {
  const steps = migrations.slice(
    0,
    migrations.findIndex(({ name }) => name === '035-restores'),
  )
  await migrate(before.knex, steps)
  await before.knex.raw(
    "insert into organizations (id, slug, name) values ('00000000-0000-4000-8000-000000000001', 'old', 'Old')",
  )
  const lines: string[] = []
  for await (const text of dumpStore(before.knex, '0.0.9')) lines.push(...text.trimEnd().split('\n'))
  const bytes = await archiveOf(lines)
  const master = testMasterKey()
  const opened = await openFirst({ archive: each([bytes]), master, older: [], ifInhabited: 'refuse' })
  const { epoch, summary } = await after.knex.transaction((transaction) => writeStore(transaction, opened))
  expect([summary.epoch, summary.migrations.at(-1)]).toEqual([1, '034-rate-hits'])
  const found: unknown = await after.knex.raw(
    'select slug, (select count(*) from bindery_migrations) as steps, (select max(epoch) from restores) as epoch from organizations',
  )
  expect(parseFirstRow(Found, found)).toEqual({ slug: 'old', steps: migrations.length, epoch })
})
