import { splitWords } from '../words/split-words.ts'
import { stem } from '../words/stem.ts'
import { type Intent, intents, intentVerbs } from './intent-verbs.ts'

/**
 * What a goal asks for. `effect` is `read` when the goal is a question or begins with a reading verb: then no write is
 * ever proposed. It is `write` when it begins with a writing verb, and `unclear` otherwise.
 */
export interface GoalIntent {
  readonly effect: 'read' | 'write' | 'unclear'
  readonly intent: Intent | undefined
  /** It speaks of several things. */
  readonly isMany: boolean
}

const questions = new Set(
  'who whom whose which what when where why how is are was were does do did has have can could'.split(' '),
)
const readingStarts =
  /^(?:give me (?:the|all|a list)|tell (?:me|us|the|a|them|him|her|callers?|customers?)|let (?:me|us|the agent|agents|callers?|customers?) (?:know|see|tell|find|read|check|look|hear|search)|(?:i|we) (?:want|need|would like) to (?:know|see|find|check)|return|show|look|pull up|say)\b/

/** Verbs of all intents by stem or phrase; the first intent that names a verb has it. */
const verbIntents = new Map<string, Intent>()
for (const intent of intents)
  for (const verb of intentVerbs[intent].split(/\s+/)) {
    const key = verb.split('_').map(stem).join('_')
    if (!verbIntents.has(key)) verbIntents.set(key, intent)
  }

/** How far into a goal its verb is looked for. */
const openingWords = 8

export function readIntent(goal: string): GoalIntent {
  const words = splitWords(goal)
  const isMany = speaksOfMany(words)
  const opening = goal.toLowerCase().trim()
  const intent = firstIntent(words.slice(0, openingWords))
  if (isQuestion(words)) return { effect: 'read', intent: readingOf(intent, isMany), isMany }
  if (readingStarts.test(opening)) return { effect: 'read', intent: readingOf(intent, isMany), isMany }
  if (intent === undefined) return { effect: opening.endsWith('?') ? 'read' : 'unclear', intent, isMany }
  const isReading = isReadIntent(intent)
  return { effect: isReading ? 'read' : 'write', intent, isMany }
}

export const isReadIntent = (intent: Intent): boolean =>
  intent === 'list' || intent === 'search' || intent === 'read'

/** The intent that one stemmed word or phrase names. */
export const intentOfTerm = (term: string): Intent | undefined => verbIntents.get(term)

function isQuestion(words: readonly string[]): boolean {
  return questions.has(words[0] ?? '')
}

function readingOf(intent: Intent | undefined, isMany: boolean): Intent {
  if (intent !== undefined && isReadIntent(intent)) return intent
  return isMany ? 'list' : 'read'
}

function firstIntent(words: readonly string[]): Intent | undefined {
  const stems = words.map(stem)
  for (const [at, word] of stems.entries()) {
    const phrase = [word, stems[at + 1], stems[at + 2]]
    const found =
      verbIntents.get(phrase.join('_')) ??
      verbIntents.get(phrase.slice(0, 2).join('_')) ??
      verbIntents.get(word)
    if (found !== undefined) return found
  }
  return undefined
}

const manyWords = new Set('all every list which each many several any both'.split(' '))

function speaksOfMany(words: readonly string[]): boolean {
  return words.some((word) => manyWords.has(word)) || words.slice(0, 5).some(isPlural)
}

const isPlural = (word: string): boolean => word.length > 3 && /[^su]s$/.test(word) && word !== 'does'
