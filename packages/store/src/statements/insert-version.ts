import { z } from 'zod'
import { parseFirstRow, toJsonb } from '../rows.ts'
import type { NewVersion } from '../tables/agents.ts'
import type { Transaction } from '../tenancy.ts'

// Raw: the number is counted in the statement that takes it.

/** Freezes a version under the agent's next number, which it returns. */
export async function insertVersion(transaction: Transaction, version: NewVersion): Promise<number> {
  const result: unknown = await transaction.raw(
    `insert into agent_versions (organization_id, id, agent_id, number, note, published_by, hash, manifest, contents)
     select ?, ?, ?, coalesce(max(number), 0) + 1, ?, ?, ?, ?::jsonb, ?::jsonb from agent_versions
     where organization_id = ? and agent_id = ?
     returning number`,
    [
      version.organizationId,
      version.id,
      version.agentId,
      version.note ?? null,
      version.publishedBy,
      version.hash,
      toJsonb(version.manifest),
      toJsonb(version.contents),
      version.organizationId,
      version.agentId,
    ],
  )
  return parseFirstRow(z.object({ number: z.int() }), result)?.number ?? 1
}
