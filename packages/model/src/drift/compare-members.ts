import { canonicalJson } from '../canonical-json.ts'
import type { Constraints } from '../catalog.ts'
import type { Json } from '../json.ts'
import type { SensitivityClass } from '../sensitivity.ts'
import { describeType, type Typed, type TypeRef } from '../type-ref.ts'
import { both, compareFlags, compareTypes, type TypeRelation } from './compare-types.ts'
import type { DriftFact, DriftImpact, ObjectUse } from './drift.ts'

/** What fields and arguments have in common. */
export interface Member extends Typed {
  readonly name: string
  readonly required: boolean
  readonly default?: Json
  readonly sensitivity: SensitivityClass
  readonly constraints?: Constraints
  readonly deprecated?: string
}

/** Members that came, went or changed, in the order of `before`, new ones after them. */
export function compareMembers(
  before: readonly Member[],
  after: readonly Member[],
  use: ObjectUse,
): readonly DriftFact[] {
  const now = new Map(after.map((member) => [member.name, member]))
  const old = new Set(before.map((member) => member.name))
  return [
    ...before.flatMap((member) => {
      const next = now.get(member.name)
      return next === undefined ? [removed(member)] : compareMember(member, next, use)
    }),
    ...after.filter((member) => !old.has(member.name)).map((member) => added(member, use)),
  ]
}

function removed({ name }: Member): DriftFact {
  return { member: name, fact: 'removed', impact: 'breaking', message: `"${name}" is gone.` }
}

function added({ name, required, default: byDefault }: Member, { sent }: ObjectUse): DriftFact {
  if (!sent || !required || byDefault !== undefined) {
    return { member: name, fact: 'added', impact: 'compatible', message: `"${name}" is new.` }
  }
  return { member: name, fact: 'added', impact: 'breaking', message: `"${name}" is new and must be given.` }
}

function compareMember(before: Member, after: Member, use: ObjectUse): readonly DriftFact[] {
  const facts: DriftFact[] = []
  const { name } = before
  const add = (fact: string, impact: DriftImpact, message: string): void => {
    facts.push({ member: name, fact, impact, message })
  }
  const type = compareTypes(before.type, after.type)
  if (type !== 'same') add('type', impactOf(type, use, growthOf(before)), typeMessage(before, after))
  const nullable = compareFlags(before.nullable, after.nullable)
  if (nullable !== 'same')
    add(
      'nullable',
      impactOf(nullable, use),
      `"${name}" may ${after.nullable ? 'be null now' : 'no longer be null'}.`,
    )
  const required = compareFlags(!isDemanded(before), !isDemanded(after))
  if (required !== 'same')
    add(
      'required',
      impactOf(required, use),
      `"${name}" is ${after.required ? 'required now' : 'no longer required'}.`,
    )
  if (before.sensitivity !== after.sensitivity)
    add(
      'sensitivity',
      'security',
      `"${name}" was of class ${before.sensitivity} and is ${after.sensitivity} now.`,
    )
  const limits = compareLimits(before.constraints ?? {}, after.constraints ?? {})
  if (limits !== 'same')
    add('constraints', use.sent ? impactOf(limits, use) : 'compatible', `The limits of "${name}" changed.`)
  if (after.deprecated !== undefined && before.deprecated === undefined)
    add('deprecated', 'compatible', `"${name}" is deprecated now.`)
  return facts
}

/** A default takes the place of what is not given. */
const isDemanded = (member: Member): boolean => member.required && member.default === undefined

/** Closed sets of values or shapes may grow; other types may not. */
const growthOf = ({ type }: Member): 'set' | 'type' => (isSet(itemsOf(type)) ? 'set' : 'type')

const itemsOf = (type: TypeRef): TypeRef => (type.kind === 'list' ? type.items : type)

const isSet = (type: TypeRef): boolean => type.kind === 'enum' || type.kind === 'union'

/**
 * What is sent must still be accepted, so narrower breaks; what is received must still be understood, so wider breaks. A
 * set that grows is understood: its values are passed on, and what a skill reads of a union's members stays.
 */
function impactOf(relation: TypeRelation, use: ObjectUse, what: 'set' | 'type' = 'type'): DriftImpact {
  const breaks =
    relation === 'other' ||
    (relation === 'narrower' && use.sent) ||
    (relation === 'wider' && use.received && what === 'type')
  return breaks ? 'breaking' : 'compatible'
}

function typeMessage(before: Member, after: Member): string {
  const [old, now] = [setOf(before.type), setOf(after.type)]
  if (old === undefined || now === undefined)
    return `"${before.name}" was ${describeType(before.type)} and is ${describeType(after.type)} now.`
  const lost = [...old].filter((value) => !now.has(value))
  const gained = [...now].filter((value) => !old.has(value))
  const parts = [
    ...(gained.length === 0 ? [] : [`may also be ${listed(gained)}`]),
    ...(lost.length === 0 ? [] : [`can no longer be ${listed(lost)}`]),
  ]
  return `"${before.name}" ${parts.length === 0 ? 'holds its values in another way' : parts.join(' and ')}.`
}

/** The values of an enumeration or the members of a union, of which a list may consist. */
function setOf(type: TypeRef): ReadonlySet<string> | undefined {
  const items = itemsOf(type)
  if (items.kind === 'enum') return new Set(items.values.map(String))
  return items.kind === 'union' ? new Set(items.members.map(describeType)) : undefined
}

function listed(values: readonly string[]): string {
  const shown = values.slice(0, 6).join(', ')
  return values.length > 6 ? `${shown} and ${values.length - 6} more` : shown
}

/** Limits of values: fewer or looser ones are wider. Patterns are only equal or not. */
function compareLimits(before: Constraints, after: Constraints): TypeRelation {
  const upper = ['maxLength', 'maximum', 'exclusiveMaximum', 'maxItems'] as const
  const lower = ['minLength', 'minimum', 'exclusiveMinimum', 'minItems'] as const
  const relations = [
    ...upper.map((name) => compareNumbers(before[name] ?? Infinity, after[name] ?? Infinity)),
    ...lower.map((name) => compareNumbers(-(before[name] ?? -Infinity), -(after[name] ?? -Infinity))),
    before.pattern === after.pattern ? 'same' : compareText(before.pattern, after.pattern),
    canonicalJson(before.multipleOf ?? 0) === canonicalJson(after.multipleOf ?? 0) ? 'same' : 'other',
  ] as const
  return relations.reduce<TypeRelation>(both, 'same')
}

function compareNumbers(before: number, after: number): TypeRelation {
  if (before === after) return 'same'
  return after > before ? 'wider' : 'narrower'
}

function compareText(before: string | undefined, after: string | undefined): TypeRelation {
  if (after === undefined) return 'wider'
  return before === undefined ? 'narrower' : 'other'
}
