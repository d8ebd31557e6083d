import { type Effect, type Operation, scalarType } from '@bindery/model'
import { describe, expect, test } from 'vitest'
import type { EffectClaim } from './claim.ts'
import { judgeEffect } from './judge-effect.ts'

const answer = { type: scalarType('string'), nullable: false }
const argument = {
  name: 'id',
  place: 'query',
  type: scalarType('string'),
  nullable: false,
  required: true,
  sensitivity: 'none',
  provenance: '',
} as const

const operation = (parts: Partial<Operation>): Operation => ({
  name: '',
  effect: 'delete',
  effectOrigin: 'inferred',
  groups: [],
  arguments: [],
  returns: answer,
  availability: { status: 'bindable' },
  security: [],
  call: null,
  provenance: '',
  ...parts,
})

const get: EffectClaim = { says: 'read', because: 'GET', by: 'protocol', certainty: 'presumed' }
const post: EffectClaim = { says: 'action', because: 'POST', by: 'protocol', certainty: 'presumed' }
const collection: EffectClaim = { ...post, says: 'create' }
const put: EffectClaim = { says: 'update', because: 'PUT', by: 'protocol', certainty: 'floor' }
const mutation: EffectClaim = { says: 'action', because: 'mutation', by: 'protocol', certainty: 'write' }

type Case = readonly [name: string, expected: Effect, parts?: Partial<Operation>]
const fill = (cases: readonly Case[]) =>
  cases.map(([name, expected, parts = {}]) => [name, expected, parts] as const)
const judged = (claim: EffectClaim, name: string, parts: Partial<Operation> = {}): Effect =>
  judgeEffect(operation(parts), { ...claim, name }).effect

describe('a presumed read becomes a write only by a verb with its object and no reading verb', () => {
  test.each(
    fill([
      ['DeleteStack', 'delete'],
      ['SendBounce', 'action'],
      ['orderDelete', 'delete'],
      ['removeacct', 'delete'],
      ['deletedusers', 'read'],
      ['fetchAndFlush', 'delete'],
      ['UntagResource', 'delete'],
      ['getOrCreateCart', 'create'],
      ['Subscribe', 'action', { arguments: [argument] }],
      ['Subscribe', 'read'],
      ['issueListIssues', 'read'],
      ['issueListIssues', 'read', { title: "List a repository's issues" }],
      ['repoGetLatestRelease', 'read'],
      ['Departures_GetForStop', 'read'],
      ['Schedule', 'read', { arguments: [argument] }],
      ['doctorSchedule', 'read'],
      ['bookGet', 'read'],
      ['refundGet', 'read'],
      ['release_notes', 'read'],
      ['release_notes', 'read', { title: 'Release notes', description: 'Release notes of the app.' }],
      ['get_sets_by_set', 'read'],
      ['listDeleteRequests', 'read'],
      ['users', 'read', { title: 'Users' }],
      ['nonsense', 'read'],
    ]),
  )('%s is a %s', (name, effect, parts) => expect(judged(get, name, parts)).toBe(effect))

  test.each(
    fill([
      ['ReleaseAddress', 'delete', { description: '<p>Releases the specified address.</p>' }],
      ['UpdateStack', 'update', { description: 'Updates a stack as specified.' }],
      ['ReleaseAddress', 'read', { description: 'Release addresses of all hosts.' }],
      ['thing', 'action', { title: 'Cancel a thing' }],
      ['getThing', 'read', { title: 'Cancel a thing' }],
    ]),
  )('a homograph is a verb where words beside it use it as one: %s, %s', (name, effect, parts) =>
    expect(judged(get, name, parts)).toBe(effect),
  )
})

describe('a presumed write becomes a read only by a reading verb and no word of writing', () => {
  test.each(
    fill([
      ['DescribeStacks', 'read'],
      ['GetGatewayGroup', 'read'],
      ['accountsGet', 'read'],
      ['authGet', 'read'],
      ['transferGet', 'read'],
      ['searchContacts', 'read'],
      ['contacts/search', 'read'],
      ['getToken', 'action', { description: 'Creates a token and returns it.' }],
      ['getDeleteStatus', 'delete'],
      ['searchAndDestroy', 'delete'],
      ['getReport', 'create', { title: 'Create a report' }],
      ['saveSearch', 'update'],
      ['downloadAndRelease', 'delete'],
      ['getAndUnheard', 'action'],
      ['getDeleteuser', 'delete'],
      ['createSearch', 'create'],
      ['searches', 'action'],
      ['shredList', 'action'],
      ['borrarQuery', 'action'],
      ['usersList', 'read'],
      ['thing.thingSearch', 'read'],
      ['getRidOfUser', 'delete'],
      ['abortUpload', 'action'],
      ['getThing', 'delete', { arguments: [{ ...argument, name: '_method', required: false }] }],
      ['nonsense', 'action'],
    ]),
  )('%s is a %s', (name, effect, parts) => expect(judged(post, name, parts)).toBe(effect))

  test('and only when it answers something', () => {
    const { returns: _, ...mute } = operation({})
    expect(judgeEffect(mute, { ...post, name: 'GetGatewayGroup' }).effect).toBe('action')
  })
})

test.each<readonly [EffectClaim, string, Effect]>([
  [post, 'deleteMessage', 'delete'],
  [post, 'delete_order', 'delete'],
  [post, 'BatchDeleteScheduledAction', 'delete'],
  [post, 'orders_cancel', 'action'],
  [post, 'orderUpdate', 'update'],
  [post, 'account-deletion', 'delete'],
  [collection, 'orders', 'create'],
  [collection, 'order', 'action'],
  [put, 'getThing', 'update'],
  [put, 'createThing', 'update'],
  [put, 'removeThing', 'delete'],
  [mutation, 'delete_tickets_item', 'delete'],
  [mutation, 'delete_users_by_pk', 'delete'],
  [mutation, 'createIssue', 'create'],
  [mutation, 'bookUpdate', 'update'],
  [mutation, 'getEverything', 'action'],
  [mutation, 'wipe_all', 'delete'],
  [post, 'deleteuser', 'delete'],
  [post, 'deletedevice', 'delete'],
  [post, 'moveToTrash', 'delete'],
  [post, 'scheduleForDelete', 'delete'],
  [put, 'getAndFlush', 'delete'],
])('%j: %s is a %s', (claim, name, effect) => expect(judged(claim, name)).toBe(effect))

const valued = (name: string, values: readonly string[], required = true) => ({
  arguments: [{ ...argument, name, required, type: { kind: 'enum', scalar: 'string', values } as const }],
})

describe('an argument says what is done', () => {
  test.each(
    fill([
      ['getThing', 'delete', valued('_method', ['DELETE'])],
      ['getThing', 'delete', { arguments: [{ ...argument, name: 'X-HTTP-Method-Override' }] }],
      ['getThing', 'update', valued('X-HTTP-Method', ['GET', 'PUT'], false)],
      ['getThing', 'delete', valued('Action', ['DeleteUser'])],
      ['call', 'delete', valued('Action', ['ListUsers', 'DeleteUser'])],
      ['call', 'read', valued('Action', ['ListUsers'])],
      ['call', 'delete', valued('action', ['list', 'delete'])],
      [
        'getThing',
        'delete',
        {
          arguments: [
            {
              ...argument,
              name: 'Action',
              required: false,
              default: 'DeleteUser',
              type: { kind: 'enum', scalar: 'string', values: ['DeleteUser'] },
            },
          ],
        },
      ],
      ['listEvents', 'read', valued('type', ['create', 'update', 'delete'])],
      ['listEvents', 'read', valued('Action', ['DeleteUser'], false)],
      ['listPayments', 'read', valued('method', ['card', 'cash'])],
    ]),
  )('%s is a %s', (name, effect, parts) => expect(judged(get, name, parts)).toBe(effect))
})

describe('a word of writing is enough against a hint of the server', () => {
  const hint: EffectClaim = { ...get, because: 'readOnlyHint', isHint: true }
  test.each(
    fill([
      ['get_things', 'delete', { description: 'Permanently deletes every thing.' }],
      ['get_things', 'delete', { title: 'Delete everything' }],
      ['cleanup_old', 'delete', { title: 'Delete old records' }],
      ['get_things', 'read', { description: 'Returns things that were deleted.' }],
      ['release_notes', 'read', { title: 'Release notes' }],
    ]),
  )('%s is a %s', (name, effect, parts) => expect(judged(hint, name, parts)).toBe(effect))
})

test('what was weighed is kept, the ground first', () => {
  expect(judgeEffect(operation({}), { ...get, name: 'DeleteStack' })).toEqual({
    effect: 'delete',
    effectOrigin: 'inferred',
    effectEvidence: [
      { by: 'protocol', says: 'read', because: 'GET', certainty: 'presumed' },
      { by: 'name', says: 'delete', because: 'delete of DeleteStack' },
    ],
  })
})

test('nothing in words speaks against what is exact', () => {
  const claim: EffectClaim = {
    says: 'read',
    because: 'query',
    by: 'protocol',
    certainty: 'exact',
    name: 'deleteAll',
  }
  expect(judgeEffect(operation({ title: 'Delete all' }), claim)).toMatchObject({
    effect: 'read',
    effectOrigin: 'declared',
  })
})
