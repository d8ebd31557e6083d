import { writeSync } from 'node:fs'
import { z } from 'zod'
import { openEmbedded } from '../database/embedded.ts'
import { CountRow, parseFirstRow } from '../rows.ts'

/** For the test that kills a process: inserts ascending numbers and prints each one once it is acknowledged. */
async function main(): Promise<void> {
  const { knex } = await openEmbedded(process.argv[2] ?? '')
  await knex.raw('create table if not exists written (number integer primary key)')
  for (;;) {
    const result: unknown = await knex.raw(
      'insert into written select coalesce(max(number), 0) + 1 from written returning number',
    )
    const row = parseFirstRow(z.object({ number: CountRow }), result)
    writeSync(1, `${row?.number}\n`)
  }
}

await main()
