import { compile, compileSteps } from '@bindery/compiler'
import {
  type Binding,
  fingerprintCatalog,
  isStepsBinding,
  openScoping,
  type SchemaCatalog,
  type StepsBinding,
} from '@bindery/model'
import { describe, expect, test } from 'vitest'
import type { LineDecision } from '../decisions.ts'
import { mapGoal } from '../map-goal.ts'
import type { MappingTools } from '../mapped-goal.ts'
import type { GoalText } from '../ranking/query.ts'
import { argument, field, listOf, object, operation, ref } from '../test-catalog.ts'

const phone = { sensitivity: 'contact' } as const
const visitsOfMember = operation('/members/{member_id}/visits', 'get', {
  name: 'listVisits',
  title: 'List the visits of a member',
  arguments: [argument('member_id', 'path')],
  returns: { type: listOf(ref('Visit')), nullable: false },
})
const members = operation('/members', 'get', {
  name: 'findMembers',
  title: 'Find members',
  arguments: [argument('phone', 'query', phone), argument('name', 'query', phone)],
  returns: { type: ref('Members'), nullable: false },
})
const newVisit = operation('/visits', 'post', {
  name: 'createVisit',
  title: 'Book a visit',
  inputArgument: 'body',
  arguments: [argument('body', 'body', { type: ref('NewVisit'), required: true })],
  returns: { type: ref('Visit'), nullable: false },
})

const club: SchemaCatalog = {
  formatVersion: 1,
  source: 'openapi',
  title: 'Club',
  servers: [],
  security: [],
  relationships: [
    {
      name: 'NewVisit.guest',
      from: { object: 'NewVisit', fields: ['guest'] },
      to: { object: 'Member', fields: ['id'] },
      cardinality: 'one',
      origin: 'declared',
      provenance: '#/NewVisit',
    },
  ],
  objects: [
    {
      ...object('Member', [
        field('id', undefined, { required: true }),
        field('name', undefined, { required: true, ...phone }),
        field('phone', undefined, phone),
        field('card_number', undefined, { required: true }),
        field('level', undefined, { required: true }),
        field('ssn', undefined, { sensitivity: 'government_id' }),
      ]),
      key: ['id'],
    },
    { ...object('Trainer', [field('id'), field('name'), field('phone', undefined, phone)]), key: ['id'] },
    { ...object('Visit', [field('id'), field('starts_at'), field('status')]), key: ['id'] },
    object('Members', [field('members', listOf(ref('Member')))]),
    object('NewVisit', [
      field('guest', undefined, { required: true }),
      field('starts_at', undefined, { required: true }),
    ]),
  ],
  operations: [members, visitsOfMember, newVisit],
}

function toolsFor(catalog: SchemaCatalog): MappingTools {
  const known = {
    catalog,
    catalogHash: fingerprintCatalog(catalog),
    lowering: { lower: () => ({}) },
    integration: 'club',
    scoping: openScoping,
  }
  return {
    compile: (binding: Binding) => compile({ binding, ...known }),
    steps: {
      integration: 'club',
      compile: (binding: StepsBinding) =>
        compileSteps(
          binding,
          binding.steps.map(() => known),
        ),
    },
  }
}

const visits: GoalText = {
  goal: 'List the visits of a member',
  parameters: ['caller_phone'],
  outputs: ['starts_at', 'status'],
}

function draft(request: GoalText, catalog = club, tools = toolsFor(catalog)) {
  const mapped = mapGoal(request, catalog, tools)
  if (mapped.status !== 'mapped') throw new Error(mapped.reasons.join(' '))
  return mapped
}

/** `findMembers(caller_phone > phone) > listVisits(member.id > member_id)`, or the one operation. */
function told(request: GoalText, catalog = club): string {
  const { binding } = draft(request, catalog)
  if (!isStepsBinding(binding)) return binding.operation
  return binding.steps
    .map(({ operation: name, inputs, inputObjectMap, where = [] }) => {
      const sent = inputs.map((entry) => `${entry.param ?? entry.from} > ${entry.argument}`)
      const written = inputObjectMap.map((entry) => `${entry.param ?? entry.from} > ${entry.field}`)
      const tested = where.flatMap((entry) =>
        'anyOf' in entry ? [] : [`${entry.param} ? ${entry.field}${entry.optional === true ? '?' : ''}`],
      )
      return `${name}(${[...sent, ...written, ...tested].join(', ')})`
    })
    .join(' > ')
}

const found =
  'findMembers(caller_phone > phone, card_number ? card_number?) > listVisits(member.id > member_id)'

describe('an id that a goal does not give', () => {
  test.each<readonly [string, GoalText, string]>([
    ['by the route that goes on from a list', visits, found],
    [
      'by what a goal says, when it names nothing',
      { goal: 'List the visits of a member by telephone number' },
      found.replaceAll('caller_phone', 'member_phone'),
    ],
    [
      'by a relationship of the field, for a write',
      { goal: 'Book a visit', parameters: ['caller_phone', 'starts_at'] },
      'findMembers(caller_phone > phone, card_number ? card_number?) > createVisit(starts_at > body.starts_at, member.id > body.guest)',
    ],
  ])('is found %s', (_, request, expected) => expect(told(request)).toBe(expected))

  test('is found by a read that answers with one record, which has no rows to take', () => {
    const memberOf = operation('/member-of-phone/{phone}', 'get', {
      name: 'memberOf',
      arguments: [argument('phone', 'path', phone)],
      returns: { type: ref('Member'), nullable: false },
    })
    const history = operation('/visits', 'get', {
      ...visitsOfMember,
      name: 'listVisits',
      arguments: [argument('member_id', 'query', { required: true })],
    })
    const catalog = { ...club, operations: [memberOf, { ...history, provenance: '#/paths/~1visits/get' }] }
    expect(told(visits, catalog)).toBe('memberOf(caller_phone > phone) > listVisits(member.id > member_id)')
  })

  test('is found below the same record as what is done with it, with the value of both', () => {
    const within = (route: string, own: typeof members) => ({
      ...own,
      arguments: [...own.arguments, argument('club_id', 'path')],
      provenance: `#/paths/${route.replaceAll('/', '~1')}/get`,
      call: { route },
    })
    const catalog = {
      ...club,
      operations: [
        within('/clubs/{club_id}/members', members),
        within('/clubs/{club_id}/members/{member_id}/visits', visitsOfMember),
      ],
    }
    const request = { ...visits, parameters: ['club_id', 'caller_phone'] }
    expect(told(request, catalog)).toBe(
      'findMembers(caller_phone > phone, club_id > club_id, card_number ? card_number?) > listVisits(club_id > club_id, member.id > member_id)',
    )
  })

  test('comes with the fields of whom it found that the operation does not give, and none above class contact', () => {
    const decisions: readonly LineDecision[] = [{ kind: 'operation', verdict: 'accept', name: 'listVisits' }]
    const outputs = ['starts_at', 'member_name', 'member_ssn']
    const { binding, unmet } = draft({ ...visits, outputs, decisions })
    expect(binding.projection.map(({ path, leaf }) => [path, leaf])).toEqual([
      ['member.name', 'member_name'],
      ['list_visits', 'rows'],
    ])
    expect(unmet.map(({ name }) => name)).toEqual(['member_ssn'])
  })

  test('is said to be found by the step, in lines and in words', () => {
    const { lines, rationale, questions, unmet } = draft(visits)
    expect(lines.filter(({ kind }) => kind === 'input')).toMatchObject([
      { name: 'caller_phone', place: 'member.phone', strength: 'strong' },
      { name: 'member.id', place: 'member_id', strength: 'fair' },
      { name: 'card_number', place: 'member.card_number', strength: 'fair' },
    ])
    expect(lines[1]?.signals).toEqual([
      'found by the step "member", "findMembers"',
      'the route goes on from what "findMembers" lists',
    ])
    expect(rationale).toContain('"member_id" is found first, with "findMembers" by "caller_phone".')
    expect([questions, unmet]).toEqual([[], []])
  })

  test('is found by another operation as well: a question names it', () => {
    const twin = { ...members, name: 'searchMembers' }
    const { questions } = draft(visits, { ...club, operations: [...club.operations, twin] })
    expect(questions).toMatchObject([{ name: 'caller_phone', lookup: 'searchMembers' }])
  })
})

const without = (name: string, ...more: SchemaCatalog['operations']): SchemaCatalog => ({
  ...club,
  operations: [...club.operations.filter((each) => each.name !== name), ...more],
})

describe('nothing is looked up', () => {
  test.each<readonly [string, GoalText, SchemaCatalog]>([
    ['for an id that is given', { ...visits, parameters: ['member_id'] }, club],
    ['by an id beside what else is given', { ...visits, parameters: ['member_id', 'caller_phone'] }, club],
    ['by what no operation is asked with', { ...visits, parameters: ['postal_code'] }, club],
    [
      'by what is given of somebody else',
      { ...visits, parameters: ['trainer_name'] },
      without('', trainers()),
    ],
    ['by what nobody said is given', { goal: 'List the visits of a member with phone and name' }, club],
    [
      'with an operation that may write',
      visits,
      without('findMembers', { ...members, effect: 'create', effectOrigin: 'inferred' }),
    ],
    [
      'with an operation that needs more than is given',
      visits,
      without('findMembers', {
        ...members,
        arguments: [...members.arguments, argument('branch', 'query', { required: true })],
      }),
    ],
  ])('%s', (_, request, catalog) => expect(told(request, catalog)).toBe('listVisits'))

  test('where one operation is all that can be compiled', () => {
    const { compile: alone } = toolsFor(club)
    const { binding } = draft(visits, club, { compile: alone })
    expect(isStepsBinding(binding)).toBe(false)
  })

  test('without a word, when two records could be meant: the question says which', () => {
    const both = {
      ...club,
      relationships: [
        ...club.relationships,
        ...['member', 'trainer'].map((name) => ({
          ...relationOf(name),
          name: `NewVisit.${name}`,
        })),
      ],
      objects: club.objects.map((each) =>
        each.name === 'NewVisit'
          ? {
              ...each,
              fields: ['member', 'trainer'].map((name) => field(name, undefined, { required: true })),
            }
          : each,
      ),
      operations: [members, trainers(), newVisit],
    }
    const mapped = draft({ goal: 'Book a visit', parameters: ['caller_phone'] }, both)
    expect(isStepsBinding(mapped.binding)).toBe(false)
    expect(mapped.questions.at(-1)?.question).toBe(
      '"caller_phone" could find "body.member" with "findMembers" or "body.trainer" with "findTrainers". Which is meant?',
    )
  })

  test('by a new telephone number or by an old one, which only a person tells apart', () => {
    const change = operation('/members/{member_id}', 'patch', {
      name: 'updateMember',
      title: 'Change the phone of a member',
      effect: 'update',
      arguments: [argument('member_id', 'path'), argument('phone', 'query', phone)],
    })
    const catalog = without('createVisit', change)
    const request = {
      goal: 'Change the phone of a member',
      parameters: ['old_phone', 'new_phone'],
      isWrite: true,
    }
    const mapped = draft(request, catalog)
    expect(isStepsBinding(mapped.binding)).toBe(false)
    expect(mapped.questions.at(-1)?.question).toContain('Put it to "member.phone".')
    const decisions: readonly LineDecision[] = [
      { kind: 'input', verdict: 'accept', name: 'old_phone', place: 'member.phone' },
    ]
    expect(told({ ...request, decisions }, catalog)).toBe(
      'findMembers(old_phone > phone, card_number ? card_number?) > updateMember(new_phone > phone, member.id > member_id)',
    )
  })
})

describe('what people said of lines of a lookup holds', () => {
  const say = (verdict: LineDecision['verdict'], name: string, place: string): readonly LineDecision[] => [
    { kind: 'input', verdict, name, place },
  ]

  test.each<readonly [string, readonly LineDecision[], string]>([
    ['the value of a step that was accepted stays', say('accept', 'member.id', 'member_id'), found],
    [
      'the value of a step that was rejected is no longer found',
      say('reject', 'member.id', 'member_id'),
      'listVisits',
    ],
    ['a name that was rejected is not asked', say('reject', 'caller_phone', 'member.phone'), 'listVisits'],
    [
      'a name that was put elsewhere is asked there',
      say('accept', 'caller_phone', 'member.name'),
      found.replace('> phone', '> name'),
    ],
    [
      'a field to choose by that was rejected is gone',
      say('reject', 'card_number', 'member.card_number'),
      'findMembers(caller_phone > phone) > listVisits(member.id > member_id)',
    ],
  ])('%s', (_, decisions, expected) => expect(told({ ...visits, decisions })).toBe(expected))

  test('without names too', () => {
    const goal = 'List the visits of a member by telephone number'
    const decisions = [
      ...say('accept', 'member.id', 'member_id'),
      ...say('accept', 'called_from', 'member.phone'),
    ]
    expect(told({ goal, decisions })).toBe(found.replaceAll('caller_phone', 'called_from'))
  })
})

function trainers() {
  return operation('/trainers', 'get', {
    name: 'findTrainers',
    title: 'Find trainers',
    arguments: [argument('phone', 'query', phone), argument('name', 'query', phone)],
    returns: { type: listOf(ref('Trainer')), nullable: false },
  })
}

const relationOf = (name: string) => ({
  from: { object: 'NewVisit', fields: [name] },
  to: { object: name === 'member' ? 'Member' : 'Trainer', fields: ['id'] },
  cardinality: 'one' as const,
  origin: 'declared' as const,
  provenance: '#/NewVisit',
})
