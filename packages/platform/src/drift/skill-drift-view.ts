import { AnyBinding, JsonValue } from '@bindery/model'
import { driftImpacts } from '@bindery/model/drift'
import { driftStatuses, type SkillDriftRow } from '@bindery/store'
import { z } from 'zod'
import { timestamp } from '../kernel/shapes.ts'
import { StoredRepair } from './decide-drift.ts'

/** What a newer catalog means for a skill. `repair` is null when none could be drafted. */
export const SkillDriftView = z
  .object({
    skillId: z.string(),
    verdict: z.enum(driftImpacts),
    reasons: z.array(z.string()),
    failingTests: z.array(z.string()),
    status: z.enum(driftStatuses),
    repair: z
      .object({
        by: z
          .enum(['rename', 'mapper'])
          .describe('Whether renames were followed, or names placed anew in the new schema'),
        binding: AnyBinding,
        changes: z.array(z.object({ path: z.string(), before: JsonValue, after: JsonValue })),
        eases: z
          .array(z.string())
          .describe(
            'Where the repair makes the skill milder than it was, so that less is asked before it runs',
          ),
      })
      .nullable(),
    fingerprint: z.string(),
    createdAt: timestamp,
  })
  .meta({ id: 'SkillDrift' })

const Report = z.object({
  reasons: z.array(z.string()),
  failingTests: z.array(z.string()).default([]),
})

export function toSkillDriftView(row: SkillDriftRow): z.input<typeof SkillDriftView> {
  const { reasons, failingTests } = Report.parse(row.report)
  return {
    skillId: row.skillId,
    verdict: row.impact,
    reasons,
    failingTests,
    status: row.status,
    repair: row.repair === null ? null : StoredRepair.parse(row.repair),
    fingerprint: row.fingerprint,
    createdAt: row.createdAt,
  }
}
