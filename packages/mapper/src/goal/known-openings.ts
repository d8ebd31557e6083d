import { isWrite, type Operation } from '@bindery/model'
import { splitWords } from '../words/split-words.ts'
import { stem } from '../words/stem.ts'

/** Pairs of stemmed words that writes of a provider begin with: `ship order` makes the same words of a goal an order to ship. */
export type KnownOpenings = ReadonlySet<string>

/** How a write begins, by its name and by its title; of a read nothing. */
export function openingsOf({ name, title = '', effect }: Operation): readonly string[] {
  if (!isWrite(effect)) return []
  return [name, title].flatMap((text) => {
    const [verb, noun] = splitWords(text).filter((word) => !articles.has(word))
    return verb === undefined || noun === undefined ? [] : [`${stem(verb)} ${stem(noun)}`]
  })
}

const articles = new Set(['a', 'an', 'the', 'one', 'new'])
