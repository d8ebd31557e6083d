import { nameWords } from '@bindery/model'
import { splitGlued } from './verbs.ts'

/** A word of a name in lower case. */
export interface SpokenWord {
  readonly text: string
  /** A separator stands before it, or it is the first. */
  readonly startsPart: boolean
}

const mostCharacters = 300

/**
 * The words of a name: `Departures_GetForStop` is `departures`, `get`, `for`, `stop`; `look up` is one word. A verb that
 * takes something away is found in `deleteuser` and `delete2` too, and in letters that only look otherwise.
 */
export function spokenWords(name: string): readonly SpokenWord[] {
  const parts = plainLetters(name).split(/[^\p{L}\p{N}]+/u)
  const words = parts.flatMap((part) =>
    nameWords(part)
      .flatMap(splitGlued)
      .map((text, at) => ({ text, startsPart: at === 0 })),
  )
  return words.flatMap((word, at) => {
    if (phrasal.get(word.text) === words[at + 1]?.text)
      return [{ ...word, text: `${word.text}${words[at + 1]?.text ?? ''}` }]
    return phrasal.get(words[at - 1]?.text ?? '') === word.text ? [] : [word]
  })
}

/** Wide letters are letters, and what is not seen does not part them. */
const plainLetters = (name: string): string =>
  name
    .slice(0, mostCharacters)
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')

/** Verbs of two words, by the first of them. */
const phrasal: ReadonlyMap<string, string> = new Map([
  ['look', 'up'],
  ['opt', 'out'],
  ['take', 'down'],
  ['tear', 'down'],
  ['roll', 'back'],
  ['get', 'rid'],
])

const prepositions = new Set(
  'by for with from in of to on at as via per into within without under over'.split(' '),
)
const conjunctions = new Set(['and', 'or', 'then'])
const particles = new Set('in out on up off down over back ins outs ons ups offs'.split(' '))
/** Behind one of these a verb is not what the name does: `canDelete`, `permissionToCancel`, `preAuthorize` is. */
const governors = new Set(
  'can is are was has have should may might will would could does to how able not non'.split(' '),
)
/** They say how and not what: `batchDelete`, `doSearch`. */
const adverbs = new Set(
  'batch bulk multi multiple mass async sync do try force admin api auto perform my'.split(' '),
)
const questions = new Set('is are has can exists does'.split(' '))

export const isFunctionWord = (text: string): boolean => prepositions.has(text) || conjunctions.has(text)
export const isPreposition = (text: string): boolean => prepositions.has(text)
export const isConjunction = (text: string): boolean => conjunctions.has(text)
export const isParticle = (text: string): boolean => particles.has(text)
export const isGovernor = (text: string): boolean => governors.has(text)
export const isAdverb = (text: string): boolean => adverbs.has(text) || /^v?\d+$/.test(text)
/** A name that begins so asks something: `isDeleted`, `canCancel`. */
export const isQuestion = (text: string): boolean => questions.has(text)
