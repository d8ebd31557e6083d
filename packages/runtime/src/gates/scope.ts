import {
  checkScope,
  type ScopeCheck,
  type Scoping,
  type OperationSkill,
  partsOf,
  type SkillPart,
  type TypeRef,
  valueOutputs,
} from '@bindery/model'
import { type Gate, passed, refused } from '../gate.ts'
import type { RunnableSkill } from '../ports.ts'

/**
 * Nothing that the skill reads or writes was blocked since it was compiled. Judged by `skill.uses`; a skill without it
 * is judged by the objects that its types name.
 */
export const scope: Gate = {
  name: 'scope',
  appliesTo: 'every-run',
  isStanding: true,
  demand: (runnable) => {
    const blocked = findAny(runnable)
    return blocked === undefined ? undefined : `refuses every call: scoping blocks "${blocked.name}"`
  },
  check: ({ runnable }) => {
    const blocked = findAny(runnable)
    if (blocked === undefined) return passed
    const { name, part } = blocked
    const where = part.step === undefined ? '' : ` in step "${part.step}"`
    const message = `"${runnable.skill.functionName}" uses "${name}"${where}, which the scoping of "${part.skill.integration}" blocks.`
    return refused('skill_stale', message, { reason: 'scoped_out' })
  },
}

interface Blocked {
  readonly name: string
  readonly part: Pick<SkillPart, 'step' | 'skill'>
}

/** What is blocked of any provider that the skill calls, each by its own scoping. */
function findAny(runnable: RunnableSkill): Blocked | undefined {
  for (const part of partsOf(runnable.skill)) {
    const scoping = scopingOf(runnable, part.skill)
    if (scoping.blockedObjects.length === 0 && scoping.blockedFields.length === 0) continue
    const name = findBlocked(part.skill, scoping)
    if (name !== undefined) return { name, part }
  }
  return undefined
}

function scopingOf(
  { skill, scoping, scopings = {} }: RunnableSkill,
  { integration }: OperationSkill,
): Scoping {
  if (skill.steps === undefined) return scoping
  const own = scopings[integration]
  if (own === undefined) throw new TypeError(`The scoping of "${integration}" was not loaded.`)
  return own
}

function findBlocked(skill: OperationSkill, scoping: Scoping): string | undefined {
  const check = checkScope(scoping)
  const object = objectsOf(skill).find(check.isObjectBlocked)
  return object ?? skill.uses?.fields.find((field) => isFieldBlocked(field, check, scoping))
}

function isFieldBlocked(field: string, check: ScopeCheck, scoping: Scoping): boolean {
  const object = field.slice(0, field.lastIndexOf('.'))
  return scoping.blockedFields.includes(field) || check.isObjectBlocked(object)
}

function objectsOf(skill: OperationSkill): readonly string[] {
  if (skill.uses !== undefined) return skill.uses.objects
  return [
    ...valueOutputs(skill.outputs).flatMap((output) => namesIn(output.sourceType)),
    ...skill.assignments.flatMap((assignment) => namesIn(assignment.targetType)),
  ]
}

function namesIn(type: TypeRef): readonly string[] {
  switch (type.kind) {
    case 'scalar':
    case 'enum':
      return []
    case 'object':
      return [type.name]
    case 'list':
      return namesIn(type.items)
    case 'map':
      return namesIn(type.values)
    case 'union':
      return type.members.flatMap(namesIn)
  }
}
