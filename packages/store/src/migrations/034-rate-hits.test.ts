import { expect, it } from 'vitest'
import { z } from 'zod'
import { migrate } from '../database/migrate.ts'
import { parseRows } from '../rows.ts'
import { openEmptyDatabase } from '../testing/embedded-template.ts'
import { rateHits } from './034-rate-hits.ts'
import { migrations } from './index.ts'

const id = '00000000-0000-4000-8000-000000000001'

it('counts calls that were let in before', async () => {
  const database = await openEmptyDatabase()
  const { knex } = database
  try {
    const earlier = migrations.slice(0, migrations.indexOf(rateHits))
    await migrate(knex, earlier)
    await knex.raw(
      `insert into organizations (id, slug, name) values ('${id}', 'old', 'Old');
       insert into rate_limits (organization_id, scope, hits, admitted) values
         ('${id}', 'used', array(select clock_timestamp() - n * interval '1 second' from generate_series(20, 1, -1) n), true),
         ('${id}', 'unused', '{}', false)`,
    )
    await migrate(knex, [...earlier, rateHits])
    const take = async (scope: string, perMinute: number) =>
      parseRows(
        z.object({ admitted: z.boolean(), used: z.coerce.number() }),
        await knex.raw('select admitted, used from take_from_limit(?, ?, ?)', [id, scope, perMinute]),
      )
    expect([await take('used', 20), await take('used', 21), await take('unused', 1)]).toEqual([
      [{ admitted: false, used: 20 }],
      [{ admitted: true, used: 21 }],
      [{ admitted: true, used: 1 }],
    ])
  } finally {
    await database.close()
  }
})
