import { canonicalJson, fingerprintText } from './canonical-json.ts'
import type { OperationSkill, SkillFace } from './operation-skill.ts'
import type { SkillStep, StepsGiven } from './skill-steps.ts'

/**
 * A compiled binding: everything a run needs, nothing that can change under it. Immutable; identified by the SHA-256
 * of its canonical JSON, which is checked before every send.
 */
export type Skill = OperationSkill | StepsSkill

/** A skill that calls up to four operations, of any providers, one after another. */
export interface StepsSkill extends SkillFace {
  readonly formatVersion: 3
  /** In the order in which they run. */
  readonly steps: readonly SkillStep[]
  /** One for each output, in their order: which step it comes from. */
  readonly gives: readonly StepsGiven[]
}

/** The operations that a skill calls, each as the skill that it would be alone, in the order in which they run. */
export const operationsOf = (skill: Skill): readonly OperationSkill[] =>
  skill.steps === undefined ? [skill] : skill.steps.map((step) => step.skill)

/** The operations that a skill calls, in words: `findContact, listTickets`. */
export const operationNames = (skill: Skill): string =>
  operationsOf(skill)
    .map(({ operation }) => operation)
    .join(', ')

/** What of their catalogs a skill uses: equal for skills that are affected by no difference. */
export const slicesOf = (skill: Skill): string =>
  operationsOf(skill)
    .map(({ sliceHash }) => sliceHash)
    .join(' ')

/** The slugs of the integrations that a skill calls, each once; the first is the one of its first step. */
export const integrationsOf = (skill: Skill): readonly string[] => [
  ...new Set(operationsOf(skill).map(({ integration }) => integration)),
]

/** The newest format of skills that this version runs. */
export const newestSkillFormat = 3

/** The bytes that are stored and hashed. */
export function skillBytes(skill: Skill): string {
  return canonicalJson(skill.steps === undefined ? skill : { ...skill, ...forOlderServers(skill) })
}

/** What a server that knows no steps reads of any skill before it looks at the format, so that it lists it and refuses to run it. */
function forOlderServers({ steps }: StepsSkill) {
  const operations = steps.map(({ skill }) => skill.operation)
  return {
    source: 'steps',
    integration: steps[0]?.skill.integration ?? '',
    operation: operations.join(', '),
    plan: null,
    assignments: [],
    catalogHash: '',
    sliceHash: '',
  }
}

/** `sha256:...` of the bytes of a skill. */
export function skillHash(skill: Skill): string {
  return fingerprintText(skillBytes(skill))
}
