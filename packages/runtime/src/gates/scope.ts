import {
  checkScope,
  type ScopeCheck,
  type Scoping,
  type OperationSkill,
  operationsOf,
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
  demand: (runnable) => {
    const blocked = findAny(runnable)
    return blocked === undefined ? undefined : `refuses every call: scoping blocks "${blocked}"`
  },
  check: ({ runnable }) => {
    const blocked = findAny(runnable)
    if (blocked === undefined) return passed
    const message = `"${runnable.skill.functionName}" uses "${blocked}", which the scoping of the integration blocks.`
    return refused('skill_stale', message, { reason: 'scoped_out' })
  },
}

/** What is blocked of any provider that the skill calls, each by its own scoping. */
function findAny(runnable: RunnableSkill): string | undefined {
  for (const skill of operationsOf(runnable.skill)) {
    const scoping = scopingOf(runnable, skill)
    if (scoping.blockedObjects.length === 0 && scoping.blockedFields.length === 0) continue
    const blocked = findBlocked(skill, scoping)
    if (blocked !== undefined) return blocked
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
