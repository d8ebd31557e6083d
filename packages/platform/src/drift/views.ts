import { driftImpacts, type PartDrift, type RenameGuess } from '@bindery/model/drift'
import { renameDecisions } from '@bindery/store'
import { z } from 'zod'
import type { StoredDrift } from '../catalog/stored-drift.ts'

/** How drift looks over HTTP. */

export const DriftFactView = z
  .object({
    member: z.string().optional(),
    fact: z.string(),
    impact: z.enum(driftImpacts),
    message: z.string(),
  })
  .meta({ id: 'DriftFact' })

export const PartDriftView = z
  .object({
    change: z.enum(['added', 'changed', 'removed']),
    kind: z.enum(['object', 'operation', 'relationship']),
    name: z.string(),
    impact: z.enum(driftImpacts),
    facts: z.array(DriftFactView),
  })
  .meta({ id: 'PartDrift' })

export const RenameView = z
  .object({
    kind: z.enum(['object', 'operation', 'field', 'argument']),
    owner: z.string().optional(),
    from: z.string(),
    to: z.string(),
    likeness: z.number(),
    fingerprint: z.string(),
    decision: z.enum(renameDecisions).nullable(),
  })
  .meta({ id: 'RenameGuess' })

/** What a change means for one skill. */
export const SkillVerdictView = z.object({
  skillId: z.string(),
  agentId: z.string(),
  functionName: z.string(),
  verdict: z.enum(driftImpacts),
  reasons: z.array(z.string()),
  hasRepair: z.boolean(),
  failingTests: z.array(z.string()).default([]),
})

export const DriftCounts = z.object({
  added: z.int(),
  changed: z.int(),
  removed: z.int(),
  compatible: z.int(),
  breaking: z.int(),
  security: z.int(),
})

export function countDrift({ parts, head }: StoredDrift): z.output<typeof DriftCounts> {
  const impacts = [...parts.map((part) => part.impact), ...head.map((fact) => fact.impact)]
  const change = (word: PartDrift['change']): number => parts.filter((part) => part.change === word).length
  const impact = (word: PartDrift['impact']): number => impacts.filter((found) => found === word).length
  return {
    added: change('added'),
    changed: change('changed'),
    removed: change('removed'),
    compatible: impact('compatible'),
    breaking: impact('breaking'),
    security: impact('security'),
  }
}

/** Facts that one part lists; the counts tell of the rest. */
const mostFacts = 50

export function toPartView(part: PartDrift): z.output<typeof PartDriftView> {
  return { ...part, facts: part.facts.slice(0, mostFacts).map((fact) => ({ ...fact })) }
}

export function toRenameView(
  rename: RenameGuess,
  decisions: ReadonlyMap<string, (typeof renameDecisions)[number]>,
): z.output<typeof RenameView> {
  return { ...rename, decision: decisions.get(rename.fingerprint) ?? null }
}
