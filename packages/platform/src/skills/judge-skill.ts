import {
  canonicalJson,
  isGraverEffect,
  type Issue,
  operationNames,
  type OperationSkill,
  operationsOf,
  partsAt,
  type Result,
  sensitivityClasses,
  type Skill,
} from '@bindery/model'
import { describePart, type DriftFact, type DriftImpact, graver, type PartPair } from '@bindery/model/drift'

/** What a newer catalog means for one skill, and why. */
export interface Verdict {
  readonly impact: DriftImpact
  readonly reasons: readonly string[]
}

/** What is known of a skill whose slice of the catalog is another one now. */
export interface Evidence {
  readonly skill: Skill
  /** Slug of the provider that changed. */
  readonly integration: string
  readonly compiled: Result<{ readonly skill: Skill }, readonly Issue[]>
  /** Both sides of the parts that differ. */
  readonly pairs: readonly PartPair[]
  /** What is graver by now at any provider of the skill, whatever changed there. */
  readonly graver: { readonly raised: readonly string[]; readonly exposed: readonly string[] }
}

/**
 * Judges by what the skill uses, not by what changed elsewhere. A skill that no longer compiles, or would be called in
 * another way, is broken; one whose effect or class of data became graver is a matter of security, whether it compiles
 * or not. Everything else is compatible: the frozen plan goes on working.
 */
export function judgeSkill({
  skill,
  integration,
  compiled,
  pairs,
  graver: { raised, exposed },
}: Evidence): Verdict {
  const parts = partsAt(skill, integration).map((part) => part.skill)
  const facts = pairs.flatMap((pair) => factsFor(pair, parts))
  const told = facts.map(({ part, fact }) => `${part}: ${fact.message}`)
  // What the parts say of an effect, with where that is from, is not said twice.
  const reasons = [...raised.filter((line) => !told.some((fact) => fact.startsWith(line))), ...told]
  if (!compiled.ok) {
    const issues = compiled.failure.filter((issue) => issue.severity === 'error')
    const isSecurity = raised.length + exposed.length > 0 || issues.some(isExposing) || facts.some(isGrave)
    return {
      impact: isSecurity ? 'security' : 'breaking',
      reasons: [...new Set([...exposed, ...issues.map((issue) => issue.message), ...reasons])],
    }
  }
  const next = compiled.value.skill
  if (raised.length > 0 || isGraver(skill, next) || facts.some(isGrave)) {
    const isTold =
      raised.length > 0 || next.effect === skill.effect || facts.some(({ fact }) => fact.fact === 'effect')
    const changed = isTold
      ? []
      : [`${operationNames(skill)}: Its effect was ${skill.effect} and is ${next.effect} now.`]
    return {
      impact: 'security',
      reasons: orSome([...changed, ...reasons], 'It deals with graver data now.'),
    }
  }
  if (plansOf(next) !== plansOf(skill)) {
    return { impact: 'breaking', reasons: orSome(reasons, 'Its provider is called in another way now.') }
  }
  return {
    impact: 'compatible',
    reasons: orSome(reasons, 'The part of the schema that it uses has changed and still fits.'),
  }
}

/** Whether a finding says that something is read, compared or shown that may not be any more. */
export const isExposing = ({ code, severity }: Issue): boolean =>
  severity === 'error' && code.startsWith('sensitive_')

const plansOf = (skill: Skill): string => canonicalJson(operationsOf(skill).map(({ plan }) => plan))

/**
 * The same question for bytes whose binding is not known: what they use decides. `parts` are their operations at the provider
 * that changed.
 */
export function judgeByUse(
  parts: readonly OperationSkill[],
  pairs: readonly PartPair[],
  which: 'other than classes' | 'raised classes too' = 'other than classes',
): Verdict {
  const facts = pairs.flatMap((pair) => factsFor(pair, parts))
  const felt = facts.filter(
    (fact) => which === 'raised classes too' || fact.fact.impact !== 'security' || isGrave(fact),
  )
  return {
    impact: felt.map(({ fact }) => fact.impact).reduce(graver, 'compatible'),
    reasons: facts.map(({ part, fact }) => `${part}: ${fact.message}`),
  }
}

const orSome = (reasons: readonly string[], other: string): readonly string[] =>
  reasons.length === 0 ? [other] : reasons

/** What a repair would let go: gates hang on the effect and on the class of what is read. */
export function easesOf(before: Skill, repaired: Skill): readonly string[] {
  const { effect, sensitivity } = repaired
  return [
    ...(isGraverEffect(before.effect, effect)
      ? [`The repair makes it a ${effect}, where it was a ${before.effect}: it is asked for less.`]
      : []),
    ...(sensitivityClasses.indexOf(before.sensitivity) > sensitivityClasses.indexOf(sensitivity)
      ? [`The repair makes it deal with ${sensitivity} data, where it dealt with ${before.sensitivity} data.`]
      : []),
  ]
}

function isGraver(before: Skill, after: Skill): boolean {
  const rank = (skill: Skill): number => sensitivityClasses.indexOf(skill.sensitivity)
  return (
    isGraverEffect(after.effect, before.effect) || rank(after) > rank(before) || withholdsMore(before, after)
  )
}

/** Callers gave a member of a whole object that they may not give any more. Skills of before withheld nothing by name. */
function withholdsMore(before: Skill, after: Skill): boolean {
  const known = withheldOf(before)
  return known.size > 0 && [...withheldOf(after)].some((member) => !known.has(member))
}

const withheldOf = (skill: Skill): ReadonlySet<string> =>
  new Set(
    operationsOf(skill).flatMap(({ integration, assignments }) =>
      assignments.flatMap(({ withheld = [] }) =>
        withheld.flatMap(({ object, members }) => members.map((name) => `${integration} ${object}.${name}`)),
      ),
    ),
  )

interface PartFact {
  readonly part: string
  readonly fact: DriftFact
}

/** Whether a changed class matters is seen by the class of the whole skill: a lowered one asks nothing of it. */
const isGrave = ({ fact }: PartFact): boolean => fact.impact === 'security' && fact.fact !== 'sensitivity'

/** The facts of a part of a catalog that one of these operations can feel. */
const factsFor = (pair: PartPair, skills: readonly OperationSkill[]): readonly PartFact[] => {
  const felt = skills.flatMap((skill) => factsFelt(pair, skill))
  return [...new Map(felt.map((each) => [JSON.stringify(each), each])).values()]
}

function factsFelt(pair: PartPair, skill: OperationSkill): readonly PartFact[] {
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
