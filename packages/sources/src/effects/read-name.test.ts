import { expect, test } from 'vitest'
import { readName } from './read-name.ts'

/** `delete!` is certain, `release?` one of several readings; `()` marks one without an object. */
function spell(name: string): string {
  const { reads, writes } = readName(name)
  const all = [...reads, ...writes]
  return all
    .map(({ verb, isCertain, hasObject }) => `${verb}${isCertain ? '!' : '?'}${hasObject ? '' : '()'}`)
    .join(' ')
}

test.each([
  ['a verb and its object', 'deleteUser', 'delete!'],
  ['the object before the verb', 'order_delete', 'delete!'],
  ['a subject, a verb, an object', 'issueDeleteComment', 'delete!'],
  ['a plain verb behind a noun that is a verb elsewhere', 'bookGet', 'get!'],
  ['a leaning verb behind a doubtful one', 'orderUpdate', 'order? update?'],
  ['a leaning verb before a doubtful one', 'updateOrder', 'update?'],
  ['a doubtful verb and an object', 'release_notes', 'release?'],
  ['a doubtful verb alone', 'Schedule', 'schedule?()'],
  ['a doubtful noun at the end', 'doctorSchedule', 'schedule?'],
  ['a reading verb after a preposition is none', 'get_sets_by_set', 'get!'],
  ['a verb before a preposition', 'Departures_GetForStop', 'get!'],
  ['a plural is no verb', 'issueListIssues', 'list? issue?'],
  ['a participle is no verb', 'getDeletedUsers', 'get!'],
  ['an adverb before the verb', 'BatchDeleteScheduledAction', 'delete!'],
  ['two verbs', 'getOrCreateCart', 'get!() create!'],
  ['a reading verb about deletes', 'listDeleteRequests', 'list? delete!'],
  ['a question', 'canCancelOrder', 'can!'],
  ['a noun made of a verb', 'account-deletion', 'deletion?'],
  ['an add-on', 'addOns', ''],
  ['a check-in', 'check_in', ''],
  ['to look up', 'look_up_customer', 'lookup?'],
  ['no verb at all', 'users', ''],
  ['a participle after a preposition', 'markAsRead', 'mark?()'],
  ['a participle at the end', 'mark_thread_read', 'read? mark?'],
  ['an object and a direction', 'moveAddressToVpc', 'move!'],
  ['adding to what is there', 'addUserToGroup', 'add!'],
  ['cleared out', 'clear_out_cache', 'clear?'],
  ['cleared out, in one word', 'cleanup_pods', 'cleanup?'],
  ['taken down', 'takeDownPost', 'takedown!'],
  ['an undone tie', 'unbookRoom', 'unbook?'],
  ['a verb and its object in one word', 'deleteuser', 'delete!'],
  ['a verb with a number', 'delete2', 'delete!'],
  ['a participle or a verb, in one word', 'deletedevices', 'deletedevices?()'],
  ['a noun that begins like a verb', 'evictions', ''],
  ['a doubtful verb that a verb is joined to', 'getAndFlush', 'get!() flush!'],
  ['two nouns', 'getOrderAndRefund', 'get!'],
  ['the aim of a verb', 'moveToTrash', 'move?() trash?'],
  ['an aim that is only read about', 'getItemsToDelete', 'get!'],
  ['wide letters, parted by what is not seen', 'ｄｅｌ\u200bｅｔｅ_user', 'delete!'],
  ['a doubtful verb before a noun that is a leaning one', 'abortUpload', 'abort? upload?'],
  ['rid of', 'getRidOfUser', 'getrid!'],
  ['names of machines', '__proto__', ''],
])('%s: %s', (_, name, expected) => expect(spell(name)).toBe(expected))
