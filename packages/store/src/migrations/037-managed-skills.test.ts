import { expect, it } from 'vitest'
import { z } from 'zod'
import { migrate } from '../database/migrate.ts'
import { parseRows } from '../rows.ts'
import { openEmptyDatabase } from '../testing/embedded-template.ts'
import { managedSkills } from './037-managed-skills.ts'
import { migrations } from './index.ts'

const id = (digit: number): string => `00000000-0000-4000-8000-00000000000${digit}`

const before = `
insert into organizations (id, slug, name) values ('${id(1)}', 'old', 'Old');
insert into agents (organization_id, id, name) values ('${id(1)}', '${id(2)}', 'desk');
insert into integrations (organization_id, id, kind, name, type, source) values
  ('${id(1)}', '${id(3)}', 'shop', 'Shop', 'openapi', '{}');
insert into skill_blobs (organization_id, hash, bytes) values ('${id(1)}', 'h', '{}');
insert into skills (organization_id, id, agent_id, integration_id, function_name, origin, status, binding, skill_hash) values
  ('${id(1)}', '${id(4)}', '${id(2)}', '${id(3)}', 'find', 'binding', 'valid', '{}', 'h');
`

it('says of no skill that was there that files wrote it', async () => {
  const database = await openEmptyDatabase()
  const { knex } = database
  try {
    const earlier = migrations.slice(0, migrations.indexOf(managedSkills))
    await migrate(knex, earlier)
    await knex.raw(before)
    await migrate(knex, [...earlier, managedSkills])
    const rows = await knex.raw('select function_name, managed_by from skills')
    const Row = z.object({ functionName: z.string(), managedBy: z.string().nullable() })
    expect(parseRows(Row, rows)).toEqual([{ functionName: 'find', managedBy: null }])
  } finally {
    await database.close()
  }
})
