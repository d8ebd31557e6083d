import { type Effect, graverEffect } from '@bindery/model'
import { baseOfThirdPerson, findVerb, type Verb } from './verbs.ts'

/** What a title or the first sentence of a description says is done. */
export interface Statement {
  /** Base forms. */
  readonly verbs: readonly string[]
  readonly says: Effect
  /** It names what it is done to. */
  readonly hasObject: boolean
  /** It tells what the operation does (`Deletes`), and not what a caller does (`Send a request`). */
  readonly isThirdPerson: boolean
}

const determiners = new Set(
  `a an the this that these those all any each every one two several multiple many your its their his her my our given
  specified existing new current selected single some up`.split(/\s+/),
)
const mostCharacters = 240

interface SentenceVerb {
  readonly base: string
  readonly verb: Verb
  readonly isThirdPerson: boolean
}

/**
 * Reads a title or a description that begins with a verb: "Delete a stack", "Deletes the specified stack", "Create or
 * update a file". A word that is a noun as well counts only before a determiner: "Release notes" says nothing. Neither does
 * "Send a request to ...", which is what every caller does.
 */
export function readSentence(text: string): Statement | undefined {
  const words = wordsOf(text)
  const first = verbOf(words)
  if (first === undefined || isAboutCalling(words)) return undefined
  const isJoined = words[1] === 'or' || words[1] === 'and'
  const second = isJoined ? findLoosely(words[2] ?? '') : undefined
  const verbs = second === undefined ? [first] : [first, second]
  return {
    verbs: verbs.map(({ base }) => base),
    says: verbs.map(({ verb }) => verb.says).reduce(graverEffect),
    hasObject: words.length > (second === undefined ? 1 : 3),
    isThirdPerson: first.isThirdPerson,
  }
}

function verbOf(words: readonly string[]): SentenceVerb | undefined {
  const found = findLoosely(words[0] ?? '')
  if (found === undefined || found.verb.kind === 'plain') return found
  const next = words[1] ?? ''
  const isJoinedToPlain =
    (next === 'or' || next === 'and') && findLoosely(words[2] ?? '')?.verb.kind === 'plain'
  return determiners.has(next) || isJoinedToPlain ? found : undefined
}

function findLoosely(word: string): SentenceVerb | undefined {
  const plain = findVerb(word)
  if (plain !== undefined) return { base: word, verb: plain, isThirdPerson: false }
  const base = baseOfThirdPerson(word)
  const verb = base === undefined ? undefined : findVerb(base)
  return base === undefined || verb === undefined ? undefined : { base, verb, isThirdPerson: true }
}

const calls = new Set(['request', 'requests', 'call'])
const isAboutCalling = (words: readonly string[]): boolean =>
  words.slice(1, 4).some((word) => calls.has(word))

/** Words of the first sentence in lower case, markup and punctuation left out. */
function wordsOf(text: string): readonly string[] {
  const bare = text.slice(0, 2 * mostCharacters).replaceAll(/<[^>]*>/g, ' ')
  const [sentence = ''] = bare
    .trim()
    .slice(0, mostCharacters)
    .split(/[.!?](?:\s|$)|\n\s*\n/)
  return sentence
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}'-]+/gu, ' ')
    .split(' ')
    .filter((word) => word !== '')
    .filter((word, at) => at > 0 || !/ly$|^(?:batch|bulk|force|soft|hard)$/.test(word))
}
