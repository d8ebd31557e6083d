import type { Effect } from '@bindery/model'
import {
  isAdverb,
  isConjunction,
  isFunctionWord,
  isGovernor,
  isParticle,
  isPreposition,
  isQuestion,
  type SpokenWord,
  spokenWords,
} from './spoken-words.ts'
import { findVerb, isTaking, type Verb } from './verbs.ts'

/** One verb of a name, and how sure it is that it is one. */
export interface Reading {
  readonly verb: string
  readonly says: Effect
  /** No other reading of this word is possible where it stands. */
  readonly isCertain: boolean
  /** It is a noun or an adjective as often. */
  readonly isDoubtful: boolean
  /** Something in the name is what it is done to. */
  readonly hasObject: boolean
  /** Joined to another verb by `and`, `or`, `then`: the name does both. */
  readonly isJoined: boolean
  /**
   * Of a word that is a noun as well and does not lead: the word that leads, which is a noun (`userSearch`) or a verb that
   * we do not know (`shredList`).
   */
  readonly behind?: string
}

/** What a name says, read as grammar. */
export interface NameReadings {
  readonly reads: readonly Reading[]
  readonly writes: readonly Reading[]
  /** A word that could speak of a change stands in it, as a verb or in whatever other part. */
  readonly mentionsWriting: boolean
}

/**
 * Reads a name as grammar: a base-form verb and its object, in either order (`deleteUser`, `orderUpdate`,
 * `issueDeleteComment`). A plain verb makes nouns of the homographs around it (`bookGet`); without one, a leaning verb does
 * (`orderUpdate`); where only doubtful ones are left, each is a reading. Inflected forms (`deletedUsers`) are no verbs.
 */
export function readName(name: string): NameReadings {
  const words = spokenWords(name)
  const lead = words.findIndex(({ text }) => !isAdverb(text))
  const first = words[lead]?.text ?? ''
  const asked = isQuestion(first) ? [question(first)] : []
  const found = words.flatMap((_, at) => verbAt(words, at))
  const isDoubled = isVerbExpected(words, lead + 2, lead)
  const candidates = asked.length === 0 ? found : found.filter(({ kind }) => kind === 'plain')
  const readings = [...asked, ...mainVerbs(candidates, lead).map((verb) => toReading(verb, words, lead))]
  const reads = readings.filter(({ says }) => says === 'read')
  const taken = takingOf(words, reads.length > 0)
  return {
    reads,
    writes: [...readings.filter(({ says }) => says !== 'read'), ...taken],
    mentionsWriting:
      (isDoubled && findVerb(words[lead + 2]?.text ?? '')?.says !== 'read') ||
      words.some(({ text }, at) => mentionsWriting(text, words[at + 1]?.text)),
  }
}

interface FoundVerb extends Verb {
  readonly at: number
  readonly text: string
  readonly isJoined: boolean
}

/** The verb at a place, unless what stands beside it makes something else of it. */
function verbAt(words: readonly SpokenWord[], at: number): readonly FoundVerb[] {
  const word = words[at]
  const verb = word === undefined ? undefined : findVerb(word.text)
  if (word === undefined || verb === undefined) return []
  const before = words[at - 1]?.text ?? ''
  // An add-on, a check-in, a log-out; what is cleared out is cleared.
  if (verb.says !== 'delete' && isParticle(words[at + 1]?.text ?? '')) return []
  if (isGovernor(before) || isPreposition(before)) return []
  const lead = words.findIndex(({ text }) => !isAdverb(text))
  const isJoined = isConjunction(before) && (verb.kind !== 'doubtful' || isVerbExpected(words, at, lead))
  return [{ ...verb, at, text: word.text, says: saysOf(verb, words, at), isJoined }]
}

/** `getAndX`: a verb that is joined to something without an object is joined to another verb, known to us or not. */
function isVerbExpected(words: readonly SpokenWord[], at: number, lead: number): boolean {
  const first = findVerb(words[lead]?.text ?? '')
  const isSecond = at === lead + 2 && words[at] !== undefined && isConjunction(words[at - 1]?.text ?? '')
  return isSecond && first !== undefined && first.kind !== 'doubtful'
}

/** Who adds one thing to another changes the other. */
function saysOf({ says }: Verb, words: readonly SpokenWord[], at: number): Effect {
  const isAddedTo = says === 'create' && words.slice(at + 1).some(({ text }) => text === 'to')
  return isAddedTo ? 'update' : says
}

/** The verbs that the name turns on. */
function mainVerbs(found: readonly FoundVerb[], lead: number): readonly FoundVerb[] {
  const joined = found.filter(({ isJoined }) => isJoined)
  const plain = found.filter(({ kind }) => kind === 'plain')
  const leads = found.filter(({ at, kind }) => at === lead && kind === 'leaning')
  if (plain.length > 0) return unique([...leads.filter(({ says }) => says === 'read'), ...plain, ...joined])
  const leaning = found.filter(({ kind }) => kind === 'leaning')
  // "listArchive" lists an archive or archives a list.
  if (leads.some(({ says }) => says === 'read')) return unique([...leaning, ...joined])
  if (leads.length > 0) return unique([...leads, ...joined])
  // "answerQuery" answers a query or queries an answer, "abortUpload" aborts an upload or uploads an abort.
  const isReadAlone = leaning.every(({ says }) => says === 'read')
  const doubted = found.filter(({ at, says }) => at === lead && says !== 'read')
  return isReadAlone ? found : unique([...doubted, ...leaning, ...joined])
}

const unique = (verbs: readonly FoundVerb[]): readonly FoundVerb[] => [...new Set(verbs)]

function toReading(verb: FoundVerb, words: readonly SpokenWord[], lead: number): Reading {
  // To dispose of users is done to users.
  const next = words.slice(verb.at + 1).find(({ text }) => text !== 'of')?.text
  const isFollowed = next !== undefined && !isFunctionWord(next)
  return {
    verb: verb.text,
    says: verb.says,
    isCertain: verb.kind === 'plain' || verb.isJoined || (isFollowed && isMoved(verb, words)),
    isDoubtful: verb.kind === 'doubtful',
    hasObject: isFollowed || verb.at > lead,
    isJoined: verb.isJoined,
    ...behind(verb, words, lead),
  }
}

function behind({ at, kind }: FoundVerb, words: readonly SpokenWord[], lead: number): { behind?: string } {
  const first = words[lead]
  return kind === 'plain' || at <= lead || first === undefined ? {} : { behind: first.text }
}

/** `moveAddressToVpc`: no noun takes an object and a direction. */
const isMoved = ({ kind, at }: FoundVerb, words: readonly SpokenWord[]): boolean =>
  kind === 'leaning' && words.slice(at + 2, -1).some(({ text }) => text === 'to' || text === 'into')

const question = (verb: string): Reading => ({
  verb,
  says: 'read',
  isCertain: true,
  isDoubtful: false,
  hasObject: true,
  isJoined: false,
})

/** `user-deletion`, `moveToTrash`: the noun at the end names what is asked for. What is read is only about it. */
function takingOf(words: readonly SpokenWord[], isRead: boolean): readonly Reading[] {
  const last = words.at(-1)?.text ?? ''
  const isAim = aims.has(words.at(-2)?.text ?? '') && findVerb(last)?.says === 'delete'
  if (!isTaking(last) && (!isAim || isRead || words.length < 3)) return []
  return [
    {
      verb: last,
      says: 'delete',
      isCertain: false,
      isDoubtful: true,
      hasObject: words.length > 1,
      isJoined: false,
    },
  ]
}

const aims = new Set(['to', 'into', 'for'])

function mentionsWriting(text: string, next: string | undefined): boolean {
  if (isTaking(text)) return true
  const verb = findVerb(text)
  return verb !== undefined && (verb.kind === 'plain' ? verb.says !== 'read' : isParticle(next ?? ''))
}
