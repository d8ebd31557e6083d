import type { Effect, Operation } from '@bindery/model'
import { nameWords } from './name-words.ts'

const verbs = new Map<string, Effect>([
  ...toEntries(
    'create',
    'create add insert new register upload import duplicate clone copy post signup save',
  ),
  ...toEntries(
    'update',
    'update edit modify set replace patch rename move put change assign unassign merge upsert write',
  ),
  ...toEntries('delete', 'delete remove destroy purge erase drop clear unlink'),
  ...toEntries(
    'action',
    `send cancel reset revoke start stop trigger run execute approve reject archive unarchive enable disable activate
    deactivate publish unpublish subscribe unsubscribe restart reboot invite kick ban unban close reopen lock unlock
    restore submit refresh confirm resend logout login pause resume retry rotate transfer refund capture void charge pay
    notify mark unmark accept decline deny grant attach detach join leave follow unfollow mute unmute pin unpin star
    unstar like unlike block unblock suspend unsuspend complete finish finalize process generate verify validate
    invalidate expire extend renew redeem apply convert migrate sync deploy undeploy install uninstall release book
    reserve schedule reschedule unschedule dispatch issue sign reassign snooze forward reply flush terminate abort kill
    acknowledge ack dismiss resolve regenerate mutate`,
  ),
])

const readVerbs = new Set(
  `get list read fetch search find show retrieve query lookup count check describe download view export head browse
  batch has is preview compare estimate calculate test`.split(/\s+/),
)

/** Verbs that only a search has; a POST with one of them reads. */
const searchVerbs = new Set(['search', 'query', 'lookup', 'list'])
const searchEndings = new Set(['search', 'query', 'lookup'])

const methodPrefix =
  /^(?:GET|POST|PUT|PATCH|DELETE|HEAD)[_-]|^(?:get|post|put|patch|delete|head)[_-]+(?=[_/-])/

type NamedOperation = Pick<Operation, 'name' | 'title'>

/** What the words of an operation's name and title say. */
interface SpokenVerbs {
  /** What a leading verb of the name says: `orders/cancel` an action, `deleteUser` a delete. */
  readonly name: Effect | undefined
  readonly title: Effect | undefined
  readonly isReading: boolean
  /** A search by its name, and nothing in the name says otherwise. */
  readonly isSearch: boolean
}

export function spokenVerbs(operation: NamedOperation): SpokenVerbs {
  const isNamedByPath = pathNamed(operation)
  const bare = operation.name.replace(isNamedByPath ? /^[a-z]+_/ : methodPrefix, '')
  const words = isNamedByPath ? nameWords(operation.name).slice(1) : nameWords(lastSegment(bare))
  const first = words[0] ?? ''
  const last = words.at(-1) ?? ''
  const leading = isNamedByPath ? last : first
  const title = nameWords((operation.title ?? '').slice(0, 80))[0] ?? ''
  const speaksOfWriting = (): boolean => nameWords(bare).some((word) => verbs.has(word) || word === 'saved')
  return {
    name: verbs.get(leading) ?? verbs.get(isNamedByPath ? '' : lastWordVerb(words)),
    title: verbs.get(title),
    isReading: !isNamedByPath && readVerbs.has(first),
    isSearch: (searchEndings.has(last) || (!isNamedByPath && searchVerbs.has(first))) && !speaksOfWriting(),
  }
}

/** `sheets.values.update`, `issues/create`, `crm/contacts/search_doSearch`: the last part holds the verb. */
function lastSegment(name: string): string {
  const parts = name.split(/[./:#]/).filter((part) => part !== '')
  return parts.at(-1) ?? name
}

/** `messages_send`: a verb at the end counts when the first word is none. */
function lastWordVerb(words: readonly string[]): string {
  const last = words.at(-1) ?? ''
  return words.length > 1 && !readVerbs.has(words[0] ?? '') ? last : ''
}

/** Names that were made from method and path begin with the method in lower case and `_`. */
function pathNamed(operation: NamedOperation): boolean {
  return /^(?:get|post|put|patch|delete|head)_/.test(operation.name)
}

function toEntries(effect: Effect, words: string): readonly (readonly [string, Effect])[] {
  return words.split(/\s+/).map((word) => [word, effect] as const)
}
