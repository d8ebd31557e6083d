import { z } from 'zod'
import { parseRows } from '../rows.ts'
import { organizationOf, type Transaction } from '../tenancy.ts'
import { daysAgo } from './ages.ts'
import { readPages, timeOf } from './read-pages.ts'
import type { Batch, Run } from './removal.ts'

// Raw: manifests are read for the hashes in them and for nothing else.

const HashRow = z.object({ hash: z.string() })
const HeldRow = z.object({ key: z.string(), hashes: z.array(z.string()) })

/** Old ones that no skill is compiled to, whichever versions hold them. */
const areIdle = `created_at < ${daysAgo}
  and not exists (select from skills where skills.organization_id = :own and skills.skill_hash = skill_blobs.hash)`

/**
 * Removes compiled skills that are old, that no skill is compiled to and that no version of an agent holds. Versions are read
 * before, a page at a time; those that are made meanwhile are asked where rows go.
 */
export async function removeSkillBlobs(run: Run, { days, most }: Batch): Promise<number> {
  const since = await run(timeOf)
  const idle = await run((transaction) => findIdle(transaction, days))
  if (idle.length === 0) return 0
  const held = new Set<string>()
  for await (const { hashes } of readPages(run, {
    row: HeldRow,
    first: '00000000-0000-0000-0000-000000000000',
    sql: heldHashes,
  }))
    for (const hash of hashes) held.add(hash)
  const unused = idle.filter((hash) => !held.has(hash)).slice(0, most)
  if (unused.length === 0) return 0
  return run(async (transaction) => {
    const removed: unknown = await transaction.raw(
      `delete from skill_blobs where organization_id = :own and ${areIdle} and hash = any(:unused)
         and not exists (select from agent_versions where agent_versions.organization_id = :own
           and agent_versions.created_at > :since and position(skill_blobs.hash in manifest::text) > 0)
       returning hash`,
      { own: organizationOf(transaction), days, unused, since },
    )
    return parseRows(HashRow, removed).length
  })
}

const heldHashes = `select id::text as key,
    array(select distinct jsonb_path_query(manifest, '$.skills[*].skillHash') #>> '{}') as hashes
  from agent_versions where organization_id = :own and id > :after::uuid order by id limit 50`

async function findIdle(transaction: Transaction, days: number): Promise<readonly string[]> {
  const found: unknown = await transaction.raw(
    `select hash from skill_blobs where organization_id = :own and ${areIdle}`,
    {
      own: organizationOf(transaction),
      days,
    },
  )
  return parseRows(HashRow, found).map(({ hash }) => hash)
}
