import { isKnownWord, isPhrase } from '../ontology/concept-index.ts'
import { spelledOut } from './abbreviations.ts'
import { splitWords } from './split-words.ts'
import { stem } from './stem.ts'
import { stopWords } from './stop-words.ts'

/** Stemmed words without stop words, and phrases of two words that mean one thing (`gift_card`) beside their words. */
export function termsOf(text: string): readonly string[] {
  const words = splitWords(text).flatMap(splitCompound).flatMap(spelledOut)
  const stems = words.map(stem)
  const terms: string[] = []
  for (const [at, word] of words.entries()) {
    const own = stems[at] ?? ''
    const next = stems[at + 1] ?? ''
    if (!stopWords.has(word) && !/^\d+$/.test(word)) terms.push(own)
    if (isPhrase(own, next)) terms.push(`${own}_${next}`)
    const third = stems[at + 2] ?? ''
    if (isPhrase(`${own}_${next}`, third)) terms.push(`${own}_${next}_${third}`)
  }
  return terms
}

/** Stems of a name with nothing left out: in a name, `to` and `from` are what tells. */
export const nameStems = (name: string): readonly string[] =>
  splitWords(name).flatMap(splitCompound).flatMap(spelledOut).map(stem)

const joints = new Set('as for to by of in on at from with all'.split(' '))
const shortestCompound = 8
const longestCompound = 32

/** `createlabelfororder`, `listservices`: names in one piece that are words of the vocabulary joined; else the word. */
function splitCompound(word: string): readonly string[] {
  if (
    word.length < shortestCompound ||
    word.length > longestCompound ||
    isKnownWord(stem(word)) ||
    !/^[a-z]+$/.test(word)
  )
    return [word]
  const known = compounds.get(word)
  if (known !== undefined) return known
  const parts = partition(word) ?? [word]
  if (compounds.size < mostRemembered) compounds.set(word, parts)
  return parts
}

const mostRemembered = 20_000
const compounds = new Map<string, readonly string[]>()

function partition(word: string): readonly string[] | undefined {
  if (word === '') return []
  for (let length = word.length; length >= 2; length--) {
    const part = word.slice(0, length)
    if (!isPart(part)) continue
    const rest = partition(word.slice(length))
    if (rest !== undefined) return [part, ...rest]
  }
  return undefined
}

const isPart = (part: string): boolean =>
  joints.has(part) || (part.length >= 3 && (isKnownWord(stem(part)) || isKnownWord(part)))
