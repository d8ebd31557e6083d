import { expect, it } from 'vitest'
import { z } from 'zod'
import { migrate } from '../database/migrate.ts'
import { parseRows } from '../rows.ts'
import { openEmptyDatabase } from '../testing/embedded-template.ts'
import { exposure } from './019-exposure.ts'
import { migrations } from './index.ts'

const id = (digit: number): string => `00000000-0000-4000-8000-00000000000${digit}`

const before = `
insert into organizations (id, slug, name) values ('${id(1)}', 'old', 'Old');
insert into integrations (organization_id, id, kind, name, type, source)
  values ('${id(1)}', '${id(2)}', 'x', 'X', 'openapi', '{}');
insert into agents (organization_id, id, name, caller_verification)
  values ('${id(1)}', '${id(3)}', 'desk', '{"verifierSkillId": "${id(4)}"}');
insert into skill_blobs (organization_id, hash, bytes) values ('${id(1)}', 'h', '{}');
insert into skills (organization_id, id, agent_id, integration_id, function_name, origin, status, is_enabled, binding,
    skill_hash)
  select '${id(1)}', id::uuid, '${id(3)}', '${id(2)}', name, 'binding', 'valid', true, '{}', 'h'
  from (values ('${id(4)}', 'verify'), ('${id(5)}', 'find')) as made (id, name);
`

it('makes skills internal that verify callers already, and no other', async () => {
  const database = await openEmptyDatabase()
  const { knex } = database
  try {
    const earlier = migrations.slice(0, migrations.indexOf(exposure))
    await migrate(knex, earlier)
    await knex.raw(before)
    await migrate(knex, [...earlier, exposure])
    const rows = await knex.raw('select function_name, exposure from skills order by function_name')
    expect(parseRows(z.object({ functionName: z.string(), exposure: z.string() }), rows)).toEqual([
      { functionName: 'find', exposure: 'agents' },
      { functionName: 'verify', exposure: 'internal' },
    ])
  } finally {
    await database.close()
  }
})
