import { expect, it } from 'vitest'
import { z } from 'zod'
import { migrate } from '../database/migrate.ts'
import { parseRows } from '../rows.ts'
import { openEmptyDatabase } from '../testing/embedded-template.ts'
import { executionFacts } from './025-execution-facts.ts'
import { migrations } from './index.ts'

const id = (digit: number): string => `00000000-0000-4000-8000-00000000000${digit}`

const before = `
insert into organizations (id, slug, name) values ('${id(1)}', 'old', 'Old');
insert into executions (organization_id, id, agent_id, skill_id, status, record, created_at) values
  ('${id(1)}', '${id(2)}', '${id(5)}', '${id(6)}', 'succeeded', '{"environment": "staging", "durationMs": 12.5}', '2026-01-01'),
  ('${id(1)}', '${id(3)}', '${id(5)}', '${id(6)}', 'running', null, '2026-01-02'),
  ('${id(1)}', '${id(4)}', '${id(5)}', '${id(6)}', 'failed', '{"durationMs": "long", "channel": "mcp"}', '2026-01-03');
`

it('knows the facts of runs that are older, and takes no word for a time', async () => {
  const database = await openEmptyDatabase()
  const { knex } = database
  try {
    const earlier = migrations.slice(0, migrations.indexOf(executionFacts))
    await migrate(knex, earlier)
    await knex.raw(before)
    await migrate(knex, [...earlier, executionFacts])
    const rows = await knex.raw(
      'select environment, channel, duration_ms from executions order by created_at',
    )
    const text = z.string().nullable()
    const Facts = z.object({ environment: text, channel: text, durationMs: z.number().nullable() })
    expect(parseRows(Facts, rows)).toEqual([
      { environment: 'staging', channel: null, durationMs: 12.5 },
      { environment: null, channel: null, durationMs: null },
      { environment: null, channel: 'mcp', durationMs: null },
    ])
  } finally {
    await database.close()
  }
})
