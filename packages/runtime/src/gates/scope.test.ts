import type { Output, Skill, TypeRef } from '@bindery/model'
import { expect, test } from 'vitest'
import { runSample, verdictOf } from '../testing/run-sample.ts'
import { sampleSkill } from '../testing/sample-run.ts'

const uses = { objects: ['Ticket', 'Customer'], fields: ['Ticket.subject', 'Customer.email'] }

const scoped = (
  skill: Skill,
  blockedObjects: readonly string[],
  blockedFields: readonly string[],
): Promise<string> =>
  runSample(skill, { runnable: { scoping: { blockedObjects, blockedFields } } }).then(verdictOf)

test.each([
  ['nothing', [], [], 'succeeded'],
  ['another object', ['Order'], ['Order.total'], 'succeeded'],
  ['a field of the same name elsewhere', [], ['Order.subject'], 'succeeded'],
  ['an object that it uses', ['Customer'], [], 'skill_stale'],
  ['a field that it uses', [], ['Ticket.subject'], 'skill_stale'],
])('with %s blocked: %4$s', async (...[, objects, fields, verdict]) => {
  expect(await scoped(sampleSkill({ uses }), objects, fields)).toBe(verdict)
})

test('a field counts as blocked with its object', async () => {
  const fieldsOnly = sampleSkill({ uses: { objects: [], fields: ['Customer.email'] } })
  expect(await scoped(fieldsOnly, ['Customer'], [])).toBe('skill_stale')
})

const customer: TypeRef = { kind: 'object', name: 'Customer' }

const types: readonly TypeRef[] = [
  customer,
  { kind: 'list', items: customer, itemsNullable: false },
  { kind: 'map', values: customer, valuesNullable: false },
  { kind: 'union', members: [{ kind: 'enum', scalar: 'string', values: ['a'] }, customer] },
]

test.each(types)('what it writes counts too: %j', async (targetType) => {
  const [assignment] = sampleSkill().assignments
  if (assignment === undefined) throw new TypeError('The sample assigns nothing.')
  const writes = sampleSkill({ outputs: [], assignments: [{ ...assignment, targetType }] })
  expect(await scoped(writes, ['Customer'], [])).toBe('skill_stale')
  expect(await scoped(writes, ['Order'], [])).toBe('succeeded')
})

function outputOf(sourceType: TypeRef): Output {
  return {
    kind: 'value',
    leaf: 'customer',
    path: [],
    sourceType,
    type: { kind: 'scalar', scalar: 'any' },
    nullable: true,
    sensitivity: 'none',
  }
}

test.each(types)('a skill that does not say what it uses is judged by its types: %j', async (type) => {
  const value = outputOf(type)
  if (value.kind !== 'value') throw new TypeError('not a value')
  const rows: Output = { kind: 'rows', leaf: 'rows', path: [], max: 1, nullable: true, fields: [value] }
  expect(await scoped(sampleSkill({ outputs: [value] }), ['Customer'], [])).toBe('skill_stale')
  expect(await scoped(sampleSkill({ outputs: [rows] }), ['Customer'], [])).toBe('skill_stale')
  expect(await scoped(sampleSkill({ outputs: [value] }), ['Order'], [])).toBe('succeeded')
})
