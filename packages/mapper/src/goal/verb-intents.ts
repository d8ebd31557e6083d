import { stem } from '../words/stem.ts'
import { type Intent, intents, intentVerbs } from './intent-verbs.ts'

/** Verbs of all intents by stem or phrase; the first intent that names a verb has it. */
const verbIntents = new Map<string, Intent>()
for (const intent of intents)
  for (const verb of intentVerbs[intent].split(/\s+/)) {
    const key = verb.split('_').map(stem).join('_')
    if (!verbIntents.has(key)) verbIntents.set(key, intent)
  }

/** The intent that one stemmed word, or a phrase of stems joined by `_`, names. */
export const intentOfPhrase = (phrase: string): Intent | undefined => verbIntents.get(phrase)

/** Whether a stemmed word is the verb of a phrase of reading: `look` of `look up`. */
export const beginsReading = (stemmed: string): boolean =>
  [...verbIntents].some(([key, intent]) => isReadIntent(intent) && key.startsWith(`${stemmed}_`))

export const isReadIntent = (intent: Intent): boolean =>
  intent === 'list' || intent === 'search' || intent === 'read'
