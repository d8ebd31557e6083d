import type { SchemaCatalog } from '@bindery/model'
import { indexCatalog } from '@bindery/model'
import { expect, test } from 'vitest'
import { argumentPlaces } from '../assignment/places.ts'
import { indexOperations } from '../ranking/operation-index.ts'
import { argument, field, listOf, object, operation, ref } from '../test-catalog.ts'
import { agreementIn } from './agreement.ts'

const moment = { kind: 'scalar', scalar: 'datetime' } as const
const whole = { kind: 'scalar', scalar: 'integer' } as const
const flag = { kind: 'scalar', scalar: 'boolean' } as const
const required = { required: true }

/** Visits of members to trainers, and tickets that are known by number. */
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
      ...object('Member', [field('id'), field('name'), field('phone'), field('born_on', moment)]),
      key: ['id'],
    },
    { ...object('Trainer', [field('id'), field('name')]), key: ['id'] },
    { ...object('TrainerShift', [field('id')]), key: ['id'] },
    { ...object('Ticket', [field('id'), field('number', whole), field('topic')]), key: ['id'] },
    object('NewVisit', [
      field('guest', undefined, required),
      field('trainer_id', undefined, required),
      field('starts_at', moment, required),
      field('is_trial', flag),
      field('level', { kind: 'enum', scalar: 'string', values: ['first', 'second'] }),
      field('remark'),
    ]),
  ],
  operations: [
    operation('/members', 'get', {
      name: 'findMembers',
      arguments: [argument('name', 'query')],
      returns: { type: listOf(ref('Member')), nullable: false },
    }),
    operation('/trainers', 'get', {
      name: 'listTrainers',
      returns: { type: listOf(ref('Trainer')), nullable: false },
    }),
    operation('/visits', 'post', {
      name: 'createVisit',
      inputArgument: 'body',
      arguments: [argument('body', 'body', { type: ref('NewVisit'), required: true })],
    }),
    operation('/tickets/one', 'get', {
      name: 'ticket',
      arguments: [argument('number', 'argument', { type: whole, required: true })],
      returns: { type: ref('Ticket'), nullable: false },
    }),
    operation('/shifts', 'get', {
      name: 'listShifts',
      returns: { type: listOf(ref('TrainerShift')), nullable: false },
    }),
    operation('/shifts/end', 'post', {
      name: 'endShift',
      arguments: [argument('trainer_shift_id', 'query', required)],
    }),
    operation('/close', 'post', {
      name: 'closeTicket',
      arguments: [argument('id', 'query', required)],
      returns: { type: ref('Ticket'), nullable: false },
    }),
    operation('/merge', 'post', {
      name: 'mergeTickets',
      arguments: [argument('ticket_id', 'query', { required: true, description: 'Number of the ticket' })],
    }),
    operation('/move', 'post', { name: 'moveTicket', arguments: [argument('ticket_id_or_key', 'query')] }),
    operation('/print/{ticket}', 'post', { name: 'printTicket', arguments: [argument('ticket', 'path')] }),
    operation('/calls', 'post', { name: 'startCall', arguments: [argument('number', 'query', required)] }),
  ],
}

test.each([
  [
    'a telephone number is no key that a relationship names',
    'caller_phone > createVisit: body.guest',
    'contrary',
  ],
  ['a name of a record is not its key', 'trainer_name > createVisit: body.trainer_id', 'contrary'],
  ['a moment is no key', 'end_time > createVisit: body.trainer_id', 'contrary'],
  ['the key of another record is another key', 'member_id > createVisit: body.trainer_id', 'contrary'],
  ['a telephone number is no moment', 'new_phone > createVisit: body.starts_at', 'contrary'],
  ['a field of the catalog says what a name means', 'born_on > createVisit: body.is_trial', 'contrary'],
  ['a telephone number is none of listed words', 'caller_phone > createVisit: body.level', 'contrary'],
  ['a key is none of listed words', 'member_id > createVisit: body.level', 'contrary'],
  ['text is no listed word by its type', 'topic > createVisit: body.level', 'unlike'],
  ['a number that finds one record is its key', 'caller_phone > ticket: number', 'contrary'],
  [
    'text may be any text, but nothing says that it is this one',
    'topic > createVisit: body.remark',
    'unlike',
  ],
  ['a key of the same record agrees', 'trainer_id > createVisit: body.trainer_id', 'open'],
  ['a key that is called as its place is of the same', 'guest_id > createVisit: body.guest', 'open'],
  ['what no catalog knows may be anything', 'shoe_size > createVisit: body.remark', 'open'],
  ['a number of no record may be a telephone number', 'caller_phone > startCall: number', 'open'],
  [
    'an id of what the catalog does not know is no key of what it does',
    'invoice_id > createVisit: body.trainer_id',
    'unlike',
  ],
  ['what nobody knows is no key', 'website > createVisit: body.trainer_id', 'unlike'],
  [
    'what a key is of may be its name as well, however near the words are',
    'trainer > createVisit: body.trainer_id',
    'unproved',
  ],
  [
    'a number of a record may be another identity than its id',
    'trainer_number > createVisit: body.trainer_id',
    'unproved',
  ],
  [
    'an id that stands beside the number that is taken is another one',
    'ticket_id > ticket: number',
    'contrary',
  ],
  [
    'a number that stands beside the id that is taken is another one',
    'ticket_number > closeTicket: id',
    'contrary',
  ],
  ['a number that the description speaks of is taken', 'ticket_number > mergeTickets: ticket_id', 'open'],
  ['either where the place says both', 'ticket_key > moveTicket: ticket_id_or_key', 'open'],
  ['what a thing is called stands for a slot that says no more', 'ticket > printTicket: ticket', 'open'],
  ['a longer name is of a record of its own', 'trainer_id > endShift: trainer_shift_id', 'contrary'],
  ['an end is no start', 'end_time > createVisit: body.starts_at', 'contrary'],
  ['a day by which something is due is no start', 'due_date > createVisit: body.starts_at', 'contrary'],
  ['the name of others is not asked of members', 'trainer_name > findMembers: name', 'unlike'],
  ['the name of a member is', 'member_name > findMembers: name', 'open'],
  ['how many is no key', 'quantity > ticket: number', 'contrary'],
])('%s', (_, pair, expected) => {
  const [name = '', operationName, target] = pair.split(/ > |: /)
  const own = club.operations.find((each) => each.name === operationName)
  const place = own && argumentPlaces(own, indexCatalog(club)).find((each) => each.target === target)
  if (own === undefined || place === undefined) throw new TypeError(`There is no ${target}.`)
  expect(agreementIn(own, indexOperations(club))(name, place)).toBe(expected)
})
