import { tests, type Walk } from './walk.ts'

const folder = 'packages/store/src/migrations'

const step = `import type { Migration } from './migration.ts'
import { fence } from './tenant-isolation.ts'

/** What people noted down about an agent. */
export const notes: Migration = {
  name: '999-notes',
  sql: \`
create table notes (
  organization_id uuid not null,
  agent_id uuid not null,
  text text not null,
  primary key (organization_id, agent_id),
  foreign key (organization_id, agent_id) references agents(organization_id, id) on delete cascade
);
\${fence('notes')}
\`,
}
`

const test = `import { expect, it } from 'vitest'
import { migrate } from '../database/migrate.ts'
import { openEmptyDatabase } from '../testing/embedded-template.ts'
import { notes } from './999-notes.ts'
import { migrations } from './index.ts'

it('is the last step, and isolates what it makes', async () => {
  const database = await openEmptyDatabase()
  try {
    expect((await migrate(database.knex, migrations)).at(-1)).toBe(notes.name)
    const isolated = database.knex('pg_class').where({ relname: 'notes', relforcerowsecurity: true })
    expect(await isolated.select('relname')).toEqual([{ relname: 'notes' }])
  } finally {
    await database.close()
  }
})
`

export const migration: Walk = {
  heading: 'Migration',
  names: { number: '999', name: 'notes' },
  changes: [
    { file: `${folder}/999-notes.ts`, is: step },
    { file: `${folder}/999-notes.test.ts`, is: test },
    { file: `${folder}/index.ts`, imports: `import { notes } from './999-notes.ts'\n` },
    { file: `${folder}/index.ts`, list: 'export const migrations', text: '  notes,\n' },
  ],
  proofs: [tests([`${folder}/999-notes.test.ts`])],
}
