import { compile, compileSteps } from '@bindery/compiler'
import {
  type Binding,
  fingerprintCatalog,
  isStepsBinding,
  openScoping,
  type SchemaCatalog,
  type StepsBinding,
} from '@bindery/model'
import { expect, test } from 'vitest'
import type { LineDecision } from '../decisions.ts'
import { mapGoal } from '../map-goal.ts'
import { argument, field, listOf, object, operation, ref, testCatalog } from '../test-catalog.ts'

const contact = { sensitivity: 'contact' } as const

/** Members and their visits, both below a club. */
const clubs: SchemaCatalog = {
  ...testCatalog,
  objects: [
    { ...object('Member', [field('id'), field('name'), field('phone', undefined, contact)]), key: ['id'] },
    { ...object('Visit', [field('id'), field('status')]), key: ['id'] },
  ],
  operations: [
    operation('/clubs/{club_id}/members', 'get', {
      name: 'findMembers',
      title: 'Find members of a club',
      arguments: [argument('club_id', 'path'), argument('phone', 'query', contact)],
      returns: { type: listOf(ref('Member')), nullable: false },
    }),
    operation('/clubs/{club_id}/members/{member_id}/visits', 'get', {
      name: 'listVisits',
      title: 'List the visits of a member',
      arguments: [argument('club_id', 'path'), argument('member_id', 'path')],
      returns: { type: listOf(ref('Visit')), nullable: false },
    }),
  ],
}

const known = {
  catalog: clubs,
  catalogHash: fingerprintCatalog(clubs),
  lowering: { lower: () => ({}) },
  integration: 'clubs',
  scoping: openScoping,
}

function draft(decisions: readonly LineDecision[]) {
  const request = {
    goal: 'List the visits of a member',
    parameters: ['club_id', 'caller_phone'],
    outputs: ['status'],
    decisions,
  }
  const mapped = mapGoal(request, clubs, {
    compile: (binding: Binding) => compile({ binding, ...known }),
    steps: {
      integration: 'clubs',
      compile: (binding: StepsBinding) =>
        compileSteps(
          binding,
          binding.steps.map(() => known),
        ),
    },
  })
  if (mapped.status !== 'mapped') throw new Error(mapped.reasons.join(' '))
  const lines = mapped.lines.flatMap(({ kind, name, place }) =>
    kind === 'input' ? [`${name} > ${place}`] : [],
  )
  return { isLooked: isStepsBinding(mapped.binding), lines }
}

const said = (verdict: 'accept' | 'reject', name: string, place: string): LineDecision => ({
  kind: 'input',
  verdict,
  name,
  place,
})
const both = ['club_id > club_id', 'club_id > member.club_id', 'caller_phone > member.phone']

test('what both steps take has a line in each', () => {
  const { isLooked, lines } = draft([])
  expect(isLooked).toBe(true)
  expect(lines).toEqual(expect.arrayContaining([...both, 'member.id > member_id']))
})

test('both lines may be accepted, and a rejected one of the step leaves the operation alone', () => {
  const accepted = draft([said('accept', 'club_id', 'member.club_id'), said('accept', 'club_id', 'club_id')])
  expect(accepted.isLooked).toBe(true)
  expect(accepted.lines).toEqual(expect.arrayContaining(both))
  expect(draft([said('reject', 'club_id', 'member.club_id')]).isLooked).toBe(false)
})
