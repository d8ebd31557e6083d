import { isKnownWord } from '../ontology/concept-index.ts'
import { stem } from '../words/stem.ts'
import { stopWords } from '../words/stop-words.ts'
import { inflectedFrom, verbForm } from './verb-forms.ts'

/** How a goal that begins with no verb is said. `unread`: not in English, so that nothing is known of it. */
export type GoalForm = 'noun_phrase' | 'sentence' | 'unread'

/** Words that only English has: `of` and `an` are Dutch and German as well. */
const english = new Set('the my our your his her these those every each another'.split(' '))

/** Who does something, and the verbs that every sentence has one of. */
const finite = new Set(
  `i we you he she it they who someone somebody something anyone anybody nobody people is are was were am has have
  had do does did will would can could should shall may might must cannot wants want wanted needs need needed asks asked
  says said wishes`.split(/\s+/),
)
const relative = new Set('that which who whose where when'.split(' '))

/** Words in lower case, in their order. */
export function goalForm(words: readonly string[]): GoalForm {
  if (!isEnglish(words)) return 'unread'
  const at = words.findIndex((word, index) => index > 0 && relative.has(word))
  const main = at === -1 ? words : words.slice(0, at)
  return main.some((word) => finite.has(word)) ? 'sentence' : 'noun_phrase'
}

/** By words that only English has, or half of the words being known. */
export function isEnglish(words: readonly string[]): boolean {
  const spoken = words.filter((word) => !/\d/.test(word))
  if (spoken.some((word) => english.has(word))) return true
  return spoken.length > 0 && spoken.filter(isKnown).length >= spoken.length / 2
}

const isKnown = (word: string): boolean =>
  stopWords.has(word) ||
  verbForm(word) !== undefined ||
  inflectedFrom(word) !== undefined ||
  isKnownWord(stem(word))
