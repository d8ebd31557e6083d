import { canonicalJson } from '../canonical-json.ts'
import type { Argument, ObjectType, Operation, Relationship } from '../catalog.ts'
import { isGraverEffect } from '../effect.ts'
import { describeType } from '../type-ref.ts'
import { compareMembers } from './compare-members.ts'
import { compareTypes, both, compareFlags } from './compare-types.ts'
import type { DriftFact, DriftImpact, ObjectUse } from './drift.ts'

const wordsOnly: DriftFact = {
  fact: 'description',
  impact: 'compatible',
  message: 'Only words that describe it changed.',
}

/** In what two descriptions of one object differ. `use` says which way its values travel. */
export function compareObjects(before: ObjectType, after: ObjectType, use: ObjectUse): readonly DriftFact[] {
  return orWords([
    ...compareMembers(before.fields, after.fields, use),
    ...compareAccess(before, after),
    ...differing(before.key, after.key, {
      fact: 'key',
      impact: before.key.length === 0 ? 'compatible' : 'breaking',
      message: `Its key was (${before.key.join(', ')}) and is (${after.key.join(', ')}) now.`,
    }),
    ...compareIndexes(before, after),
    ...differing(before.additional, after.additional, {
      fact: 'additional',
      impact: after.additional === undefined ? 'breaking' : 'compatible',
      message: 'Whether and which names beyond its fields are allowed changed.',
    }),
    ...differing(before.isOneOf, after.isOneOf, {
      fact: 'one_of',
      impact: 'breaking',
      message:
        after.isOneOf === true
          ? 'Exactly one of its fields is given now.'
          : 'Several of its fields may be given now.',
    }),
  ])
}

function compareAccess(before: ObjectType, after: ObjectType): readonly DriftFact[] {
  const now = new Map(after.fields.map((field) => [field.name, field]))
  return before.fields.flatMap((field) => {
    const next = now.get(field.name)
    if (next === undefined) return []
    return [
      ...differing(field.access, next.access, {
        member: field.name,
        fact: 'access',
        impact: next.access === 'read_write' ? 'compatible' : 'breaking',
        message: `"${field.name}" was ${words(field.access)} and is ${words(next.access)} now.`,
      }),
      ...differing(field.isErrorChannel, next.isErrorChannel, {
        member: field.name,
        fact: 'error_channel',
        impact: 'breaking',
        message: `"${field.name}" ${next.isErrorChannel === true ? 'carries' : 'no longer carries'} the provider's errors.`,
      }),
      ...differing(argumentsOf(field.arguments), argumentsOf(next.arguments), {
        member: field.name,
        fact: 'arguments',
        impact: 'breaking',
        message: `What "${field.name}" must be asked with changed.`,
      }),
    ]
  })
}

/** Only what a field cannot be asked without. */
const argumentsOf = (given: readonly Argument[] | undefined): readonly string[] =>
  (given ?? []).filter(({ required }) => required).map(({ name, type }) => `${name}: ${describeType(type)}`)

function compareIndexes(before: ObjectType, after: ObjectType): readonly DriftFact[] {
  const leads = leading(after)
  const lost = [...leading(before)].filter((column) => !leads.has(column))
  const unique = singles(after)
  return [
    ...lost.map((member) => ({
      member,
      fact: 'index',
      impact: 'breaking' as const,
      message: `"${member}" leads no index any more.`,
    })),
    ...[...singles(before)]
      .filter((column) => !unique.has(column))
      .map((member) => ({
        member,
        fact: 'unique',
        impact: 'breaking' as const,
        message: `"${member}" no longer names one row.`,
      })),
    ...(lost.length === 0
      ? differing(before.indexes, after.indexes, {
          fact: 'index',
          impact: 'compatible',
          message: 'Its indexes changed.',
        })
      : []),
  ]
}

const leading = ({ key, indexes }: ObjectType): ReadonlySet<string> =>
  new Set(
    [key[0], ...indexes.filter((index) => !index.isPartial).map((index) => index.fields[0])].filter(
      (column) => column !== undefined,
    ),
  )

const singles = ({ key, indexes }: ObjectType): ReadonlySet<string> =>
  new Set(
    [
      key,
      ...indexes.filter((index) => index.isUnique && !index.isPartial).map((index) => index.fields),
    ].flatMap((fields) => (fields.length === 1 ? fields : [])),
  )

/** In what two descriptions of one operation differ. */
export function compareOperations(before: Operation, after: Operation): readonly DriftFact[] {
  const effect: DriftFact = {
    fact: 'effect',
    impact: isGraverEffect(after.effect, before.effect) ? 'security' : 'compatible',
    message: `Its effect was ${before.effect} and is ${after.effect} now.${evidenceOf(after)}`,
  }
  return orWords([
    ...differing(before.effect, after.effect, effect),
    ...compareMembers(before.arguments, after.arguments, { sent: true, received: false }),
    ...compareReturns(before, after),
    ...compareAvailability(before, after),
    ...differing(before.security, after.security, {
      fact: 'security',
      impact: 'security',
      message: 'What it asks of callers to authenticate with changed.',
    }),
    ...differing(before.scopes ?? [], after.scopes ?? [], {
      fact: 'scopes',
      impact: 'compatible',
      message: 'The scopes that it asks of callers changed.',
    }),
    ...differing(before.call, after.call, {
      fact: 'call',
      impact: 'breaking',
      message: 'It is called in another way now.',
    }),
    ...differing(before.inputArgument, after.inputArgument, {
      fact: 'input_argument',
      impact: 'breaking',
      message: 'Another argument takes the input object.',
    }),
    ...differing(before.pagination, after.pagination, {
      fact: 'pagination',
      impact: 'compatible',
      message: 'It is paged in another way.',
    }),
    ...differing(before.deprecated === undefined, after.deprecated === undefined, {
      fact: 'deprecated',
      impact: 'compatible',
      message: after.deprecated === undefined ? 'It is no longer deprecated.' : 'It is deprecated now.',
    }),
  ])
}

/** What the newer effect was read from. */
function evidenceOf({ effect, effectEvidence = [] }: Operation): string {
  const said = effectEvidence.findLast(({ says }) => says === effect)
  return said === undefined ? '' : ` That is said by its ${said.by}: ${said.because}.`
}

function compareReturns({ returns: before }: Operation, { returns: after }: Operation): readonly DriftFact[] {
  if (before === undefined || after === undefined) {
    if (before === after) return []
    const impact = after === undefined ? 'breaking' : 'compatible'
    return [
      {
        fact: 'returns',
        impact,
        message: `It ${after === undefined ? 'no longer answers' : 'answers now'} with data.`,
      },
    ]
  }
  const relation = both(compareTypes(before.type, after.type), compareFlags(before.nullable, after.nullable))
  if (relation === 'same') return []
  const impact: DriftImpact = relation === 'narrower' ? 'compatible' : 'breaking'
  const types = `${describeType(before.type)}${before.nullable ? ' or null' : ''} and gives ${describeType(after.type)}${after.nullable ? ' or null' : ''} now`
  return [{ fact: 'returns', impact, message: `It gave ${types}.` }]
}

function compareAvailability(before: Operation, after: Operation): readonly DriftFact[] {
  const order = ['bindable', 'limited', 'quarantined']
  const [old, now] = [before.availability.status, after.availability.status]
  if (old === now) return []
  const impact = order.indexOf(now) > order.indexOf(old) ? 'breaking' : 'compatible'
  return [{ fact: 'availability', impact, message: `It was ${old} and is ${now} now.` }]
}

/** In what two descriptions of one relationship differ. */
export function compareRelationships(before: Relationship, after: Relationship): readonly DriftFact[] {
  return orWords([
    ...differing([before.from, before.to], [after.from, after.to], {
      fact: 'ends',
      impact: 'breaking',
      message: 'It joins other fields now.',
    }),
    ...differing(before.cardinality, after.cardinality, {
      fact: 'cardinality',
      impact: 'breaking',
      message: `It led to ${before.cardinality} and leads to ${after.cardinality} now.`,
    }),
  ])
}

const orWords = (facts: readonly DriftFact[]): readonly DriftFact[] =>
  facts.length === 0 ? [wordsOnly] : facts

/** The fact, when two values differ. */
function differing(before: unknown, after: unknown, fact: DriftFact): readonly DriftFact[] {
  if (before === undefined || after === undefined) return before === after ? [] : [fact]
  return canonicalJson(before) === canonicalJson(after) ? [] : [fact]
}

const words = (access: string): string => access.replace('_', ' and ').replace(' and only', ' only')
