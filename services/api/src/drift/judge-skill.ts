import type { Compiled } from '@bindery/compiler'
import {
  canonicalJson,
  describePart,
  type DriftFact,
  type DriftImpact,
  graver,
  type Issue,
  type PartPair,
  type Result,
  sensitivityClasses,
  type Skill,
} from '@bindery/model'

/** What a newer catalog means for one skill, and why. */
export interface Verdict {
  readonly impact: DriftImpact
  readonly reasons: readonly string[]
}

/** What is known of a skill whose slice of the catalog is another one now. */
export interface Evidence {
  readonly skill: Skill
  readonly compiled: Result<Compiled, readonly Issue[]>
  /** Both sides of the parts that differ. */
  readonly pairs: readonly PartPair[]
}

/**
 * Judges by what the skill uses, not by what changed elsewhere. A skill that no longer compiles, or would be called in
 * another way, is broken; one whose effect or class of data became graver is a matter of security, whether it compiles
 * or not. Everything else is compatible: the frozen plan goes on working.
 */
export function judgeSkill({ skill, compiled, pairs }: Evidence): Verdict {
  const facts = pairs.flatMap((pair) => factsFor(pair, skill))
  const reasons = facts.map(({ part, fact }) => `${part}: ${fact.message}`)
  if (!compiled.ok) {
    const issues = compiled.failure.filter((issue) => issue.severity === 'error')
    const isExposed = issues.some((issue) => issue.code === 'sensitive_field')
    return {
      impact: isExposed || facts.some(isGrave) ? 'security' : 'breaking',
      reasons: [...new Set([...issues.map((issue) => issue.message), ...reasons])],
    }
  }
  const next = compiled.value.skill
  if (isGraver(skill, next) || facts.some(isGrave)) {
    return { impact: 'security', reasons: orSome(reasons, 'It deals with graver data or effects now.') }
  }
  if (canonicalJson(next.plan) !== canonicalJson(skill.plan)) {
    return { impact: 'breaking', reasons: orSome(reasons, 'Its provider is called in another way now.') }
  }
  return {
    impact: 'compatible',
    reasons: orSome(reasons, 'The part of the schema that it uses has changed and still fits.'),
  }
}

/** The same question for bytes whose binding is not known: what they use decides. */
export function judgeByUse(skill: Skill, pairs: readonly PartPair[]): Verdict {
  const facts = pairs.flatMap((pair) => factsFor(pair, skill))
  const felt = facts.filter((fact) => fact.fact.impact !== 'security' || isGrave(fact))
  return {
    impact: felt.map(({ fact }) => fact.impact).reduce(graver, 'compatible'),
    reasons: facts.map(({ part, fact }) => `${part}: ${fact.message}`),
  }
}

const orSome = (reasons: readonly string[], other: string): readonly string[] =>
  reasons.length === 0 ? [other] : reasons

function isGraver(before: Skill, after: Skill): boolean {
  const rank = (skill: Skill): number => sensitivityClasses.indexOf(skill.sensitivity)
  return before.effect !== after.effect || rank(after) > rank(before)
}

interface PartFact {
  readonly part: string
  readonly fact: DriftFact
}

/** Whether a changed class matters is seen by the class of the whole skill: a lowered one asks nothing of it. */
const isGrave = ({ fact }: PartFact): boolean => fact.impact === 'security' && fact.fact !== 'sensitivity'

/** The facts of a part that this skill can feel. */
function factsFor(pair: PartPair, skill: Skill): readonly PartFact[] {
  const { kind, name } = pair
  if (kind === 'relationship') return []
  const isUsed = kind === 'operation' ? name === skill.operation : skill.uses?.objects.includes(name) === true
  if (!isUsed) return []
  const used = new Set(skill.uses?.fields ?? [])
  const bound = new Set(skill.assignments.map(({ target }) => target[0]))
  return describePart(pair)
    .facts.filter(({ member, fact, impact }) => {
      if (member === undefined) return fact !== 'description'
      if (fact === 'added') return impact !== 'compatible'
      return kind === 'object' ? used.has(`${name}.${member}`) : bound.has(member) || impact !== 'compatible'
    })
    .map((fact) => ({ part: name, fact }))
}
