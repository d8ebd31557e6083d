import { expect, it } from 'vitest'
import { z } from 'zod'
import { migrate } from '../database/migrate.ts'
import { parseRows } from '../rows.ts'
import { openEmptyDatabase } from '../testing/embedded-template.ts'
import { migrations } from './index.ts'
import { sessions } from './023-sessions.ts'

const id = (digit: number): string => `00000000-0000-4000-8000-00000000000${digit}`

const before = `
insert into organizations (id, slug, name) values ('${id(1)}', 'old', 'Old'), ('${id(2)}', 'other', 'Other');
insert into api_keys (organization_id, id, name, prefix, digest, scopes, created_at) values
  ('${id(1)}', '${id(3)}', 'Front desk', 'p', 'a', '{}', '2026-01-01'),
  ('${id(1)}', '${id(4)}', 'First key', 'p', 'b', '{}', '2026-01-02'),
  ('${id(1)}', '${id(5)}', 'First key', 'p', 'c', '{}', '2026-01-03'),
  ('${id(2)}', '${id(6)}', 'Front desk', 'p', 'd', '{}', '2026-01-01');
`

it('knows the key of the first start in installations that are older, and takes no other one for it', async () => {
  const database = await openEmptyDatabase()
  const { knex } = database
  try {
    const earlier = migrations.slice(0, migrations.indexOf(sessions))
    await migrate(knex, earlier)
    await knex.raw(before)
    await migrate(knex, [...earlier, sessions])
    const rows = await knex.raw('select id from api_keys where is_of_first_start')
    expect(parseRows(z.object({ id: z.string() }), rows)).toEqual([{ id: id(4) }])
  } finally {
    await database.close()
  }
})
