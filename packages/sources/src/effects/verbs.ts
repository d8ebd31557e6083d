import { type Effect, effects } from '@bindery/model'

/**
 * How surely a word is the verb of a name: `plain` is nothing else (`delete`), `leaning` is a noun at times (`update`),
 * `doubtful` is a noun or an adjective as often (`release`, `clear`).
 */
export type VerbKind = 'plain' | 'leaning' | 'doubtful'

export interface Verb {
  readonly says: Effect
  readonly kind: VerbKind
}

const kinds: readonly VerbKind[] = ['plain', 'leaning', 'doubtful']

/**
 * Base forms by what they say: plain ones, then `|` and leaning ones, then `|` and doubtful ones. A word that is missing
 * says nothing: it never lowers an effect and never raises one. Undoing a tie (`untag`, `detach`) takes something away,
 * undoing a state (`unlock`) does not.
 */
const vocabulary: Readonly<Record<Effect, string>> = {
  read: `get fetch find retrieve describe browse inspect peek
    | read list search query lookup view show download compare calculate
    | count check preview estimate`,
  create: `create add insert append register signup
    | generate upload import clone copy
    | new post duplicate comment note fork draft`,
  action: `send cancel submit execute invoke approve publish unpublish subscribe redeploy deploy install resend
    authenticate redeem renew accept deny dismiss acknowledge finalize fulfill fulfil initiate begin buy sell undo
    redo allocate assume enroll enqueue recover recalculate rebuild reprocess connect receive reopen reschedule unlock
    | notify start stop run launch reboot restart resume reject verify confirm resolve capture refresh sync invite reserve restore
    | trigger schedule book issue order request charge pay refund void purchase deposit ship dispatch call email mail
    message text ping push pull pause join share vote rate review report close open finish end extend test backup snapshot
    rotate forward reply signal stage commit deliver dial play sign track watch claim fire abort retry answer appeal
    upgrade downgrade boost process decline like log exchange login logout provision lock record enter exit`,
  update: `modify assign rename merge upsert write overwrite enable disable activate deactivate reactivate configure
    reconfigure authorize authorise associate attach unmark reorder rearrange relocate remap reassign adjust alter
    amend prepend increment decrement resize rewrite replace apply migrate promote demote revert restrict allow permit
    override optimize normalize populate anonymize unmute unarchive unblock unsuspend unfreeze unban unhide
    undelete hide suspend rollback equip elevate failover switchover
    | update set edit change move archive grant save convert transfer follow complete expire monitor unmonitor
    | put patch swap split tag link mark label map switch sort tune reset store mute pin star block flag freeze bind
    mount fix scale toggle fill shift raise`,
  delete: `delete remove destroy erase purge unlink truncate expunge revoke untag unset unassign unregister deregister
    disassociate dissociate detach uninstall deprovision decommission deallocate unbind unmap unmount unshare unlabel
    unenroll unsubscribe unfollow unstar unlike unpin deauthorize undeploy obliterate discard evict expel terminate kick
    forget disconnect dequeue invalidate dispose eliminate redact retract nuke relinquish rescind unsend disband dissolve
    demolish del rm getrid takedown teardown optout annul nullify oust eject dismantle eradicate exclude extinguish forfeit
    jettison quash repeal vacate decouple uncouple
    | wipe prune drop clear withdraw retire kill
    | trash empty scrub release ban leave flush clean abandon scrap strip`,
}

const verbs: ReadonlyMap<string, Verb> = new Map(effects.flatMap((says) => entriesOf(says)))

/** The verb of this base form, in lower case. */
export const findVerb = (word: string): Verb | undefined => verbs.get(word) ?? findDerived(word)

/** `unapply` takes away what `apply` gave; `reissue` is to `issue` again; `cleanup` is to clean. */
function findDerived(word: string): Verb | undefined {
  // Users that were deleted, or to delete a device.
  if (gluedVerb(word)?.isParticiple === true) return { says: 'delete', kind: 'doubtful' }
  const joined = verbs.get(/^(\w{3,}?)(?:up|out|off|down|away)$/.exec(word)?.[1] ?? '')
  if (joined?.says === 'delete') return { ...joined, kind: 'doubtful' }
  const [, prefix, base = ''] = /^(un|dis|re)(\w{3,})$/.exec(word) ?? []
  const verb = prefix === undefined ? undefined : verbs.get(base)
  if (verb === undefined || verb.says === 'read') return undefined
  if (prefix === 're') return verb
  // A display is nothing that was played.
  return prefix === 'dis' && verb.says === 'action' ? undefined : { ...verb, says: 'delete' }
}

/** `deleteuser` is `delete`, `user`, and `delete2` is `delete`, `2`; any other word stays whole. */
export function splitGlued(word: string): readonly string[] {
  const [, text = word, digits = ''] = /^(\p{L}{2,}?)(\d+)$/u.exec(word) ?? []
  const glued = gluedVerb(text)
  const parts = glued === undefined || glued.isParticiple ? [text] : [glued.verb, glued.rest]
  return digits === '' ? parts : [...parts, digits]
}

interface GluedVerb {
  readonly verb: string
  readonly rest: string
  /** It begins like a participle as well: `deletedevice`. */
  readonly isParticiple: boolean
}

const fewestGlued = 5

/** Only verbs that take something away and are nothing else: other ones begin too many nouns. */
function gluedVerb(word: string): GluedVerb | undefined {
  for (let end = fewestGlued; end <= word.length - 3; end++) {
    const [verb, rest] = [word.slice(0, end), word.slice(end)]
    const { says, kind } = verbs.get(verb) ?? {}
    const isInflected = inflections.test(rest) || verb.endsWith(rest.charAt(0))
    if (says !== 'delete' || kind !== 'plain' || isInflected) continue
    return { verb, rest, isParticiple: verb.endsWith('e') && rest.startsWith('d') }
  }
  return undefined
}

const inflections = /^(?:ing|ings|ers|ors|ion|ions|ment|ments|able|ful|ation|ations|ive)$/

/** The base form of a third person (`deletes`, `modifies`), in lower case. */
export function baseOfThirdPerson(word: string): string | undefined {
  if (!word.endsWith('s')) return undefined
  const bases = [word.slice(0, -1), word.replace(/es$/, ''), word.replace(/ies$/, 'y')]
  return bases.find((base) => findVerb(base) !== undefined)
}

/** Nouns that are made of verbs which take something away: posting one asks for it to be done. */
const takings: ReadonlySet<string> = new Set(
  'deletion removal erasure purge destruction revocation termination disassociation detachment'.split(' '),
)

export const isTaking = (word: string): boolean => takings.has(word) || takings.has(word.replace(/s$/, ''))

function entriesOf(says: Effect): readonly (readonly [string, Verb])[] {
  return vocabulary[says].split('|').flatMap((words, at) => {
    const kind = kinds[at] ?? 'doubtful'
    return words
      .split(/\s+/)
      .filter((word) => word !== '')
      .map((word) => [word, { says, kind }] as const)
  })
}
