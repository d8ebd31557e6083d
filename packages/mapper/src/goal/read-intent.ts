import { splitWords } from '../words/split-words.ts'
import { stem } from '../words/stem.ts'
import { goalForm } from './goal-form.ts'
import { plainRequest, readPhrases, toClauses } from './goal-phrases.ts'
import type { Intent } from './intent-verbs.ts'
import type { KnownOpenings } from './known-openings.ts'
import { type GoalAct, isAmbiguous, type LeadingVerb, leadingVerb } from './leading-verb.ts'
import { intentOfPhrase, isReadIntent } from './verb-intents.ts'

/**
 * What a goal asks for, by its grammar. `effect` is `read` when the goal is a question, begins with a reading verb or is a
 * noun phrase; `write` when a clause begins with any other verb in its base form; `unclear` for sentences that say neither
 * and for every other language than English.
 */
export interface GoalIntent {
  readonly effect: 'read' | 'write' | 'unclear'
  readonly intent: Intent | undefined
  /** It speaks of several things. */
  readonly isMany: boolean
  /** It changes or ends something that is there already. */
  readonly isAboutExisting: boolean
  /** Undefined where no clause begins with a verb. */
  readonly act?: GoalAct
}

const questions = new Set(
  'who whom whose which what when where why how is are was were does do did does has have can could'.split(
    ' ',
  ),
)
const readingStarts =
  /^(?:give me (?:the|all|a list)|tell (?:me|us|the|a|them|him|her|callers?|customers?)|let (?:me|us|the agent|agents|callers?|customers?) (?:know|see|tell|find|read|check|look|hear|search)|(?:i|we) (?:want|need|would like) to (?:know|see|find|check)|return|show|look|pull up|say)\b/

/** A thing and a fact about it, such as `order status`, where the first word could be a verb elsewhere. */
const factAbout =
  /^(?:order|book|booking|issue|ticket|record|file|report|call|charge|bill|note|comment|share|schedule|plan|log|refund|text|mail|email|message|release)s?(?: \p{L}+)? (?:status|history|details?|info|information|summary|balance|list|totals?|numbers?|counts?|availability|progress|overview|timeline)\b/u

/** A clause that asks, after a scene was set: `Someone holds a bill: whose name is on it?` */
const askingClause =
  /(?:^|[:;,.]\s*)(?:and\s+|at\s+|in\s+|on\s+|for\s+|to\s+|under\s+|with\s+)?(?:who|whom|whose|what|which|where|when|how|why)\b.*\?$/su

/** A clause that is in the order of a question, whatever stands at its end: `which visits do they have`, `are they a reader`. */
const orderedAsQuestion =
  /(?:^|[:;,.]\s*|\basks?\s+)(?:and\s+|but\s+)?(?:(?:what|which|who|whose|whom|how|why)\b|(?:are|is|was|were|do|does|did|has|have|had) (?:i|we|you|he|she|it|they|there|the|a|an|this|that|these|those|any|some|anybody|anyone|somebody|someone)\b)|\basks? (?:when|where|whether|if)\b/u

/** All there is of a thing: `everything that came out so far`. */
const allThereIs =
  /^(?:everything|anything|everybody|everyone|whatever|all) (?!.*\b(?:must|should|has to|have to|needs? to)\b)/

/** How far into a goal its verb is looked for. */
const openingWords = 8

export function readIntent(goal: string, openings: KnownOpenings = none): GoalIntent {
  const { intent, ...rest } = readEffect(goal, openings)
  const { asked } = readPhrases(goal)
  const ends = asked.slice(0, 1).some((word) => endings.has(stem(word)))
  return { intent, ...rest, isAboutExisting: intent === 'update' || intent === 'delete' || ends }
}

const endings = new Set('cancel void undo end close terminate revoke abort withdraw'.split(' ').map(stem))

const none: KnownOpenings = new Set()

function readEffect(goal: string, openings: KnownOpenings): Omit<GoalIntent, 'isAboutExisting'> {
  const words = splitWords(goal)
  const isMany = speaksOfMany(words)
  const opening = goal.toLowerCase().trim()
  const intent = intentOfGoal(goal)
  const plain = plainRequest(goal)
  if (isQuestion(words) && plain === opening)
    return { effect: 'read', intent: readingOf(intent, isMany), isMany }
  if (allThereIs.test(opening) && plain === opening)
    return { effect: 'read', intent: readingOf(intent, true), isMany: true }
  if (askingClause.test(plain)) return { effect: 'read', intent: readingOf(intent, isMany), isMany }
  if (readingStarts.test(opening) || readingStarts.test(plain) || factAbout.test(opening))
    return { effect: 'read', intent: readingOf(intent, isMany), isMany }
  const clauses = toClauses(joinPrefixes(plain))
  const form = goalForm(clauses.flat())
  if (form === 'unread') return { effect: 'unclear', intent: undefined, isMany }
  const isWriting = /^(?:and |but )?let\s/.test(plain)
  if (!isWriting && orderedAsQuestion.test(plain) && firstVerb(clauses, openings) === undefined)
    return { effect: 'read', intent: readingOf(intent, isMany), isMany }
  // Whoever lets somebody do something allows it.
  if (/^let\s/.test(plain)) return { ...effectOf('action'), isMany }
  const verb = firstVerb(clauses, openings)
  if (verb !== undefined) return { ...effectOf(verb.intent ?? 'action'), isMany, act: verb.act }
  if (clauses.some(isAmbiguous)) return { effect: 'unclear', intent, isMany }
  if (form === 'noun_phrase') return { effect: 'read', intent: readingOf(undefined, isMany), isMany }
  if (intent === undefined) return { effect: opening.endsWith('?') ? 'read' : 'unclear', intent, isMany }
  return { ...effectOf(intent), isMany }
}

const firstVerb = (
  clauses: readonly (readonly string[])[],
  openings: KnownOpenings,
): LeadingVerb | undefined =>
  clauses.map((clause) => leadingVerb(clause, openings)).find((found) => found !== undefined)

/** `re-run` is one word. */
const joinPrefixes = (text: string): string => text.replaceAll(/\b(re|un|de|pre)-(?=\p{L})/gu, '$1')

const effectOf = (intent: Intent): Pick<GoalIntent, 'effect' | 'intent'> => ({
  effect: isReadIntent(intent) ? 'read' : 'write',
  intent,
})

/** The verb that a clause begins with says it; else the first verb near the start. */
function intentOfGoal(goal: string): Intent | undefined {
  const { asked } = readPhrases(goal)
  return (
    leadingIntent(asked.slice(0, 3).map(stem)) ??
    firstIntent(splitWords(goal).slice(0, openingWords).map(stem))
  )
}

function isQuestion(words: readonly string[]): boolean {
  return questions.has(words[0] ?? '')
}

function readingOf(intent: Intent | undefined, isMany: boolean): Intent {
  if (intent !== undefined && isReadIntent(intent)) return intent
  return isMany ? 'list' : 'read'
}

function firstIntent(stems: readonly string[]): Intent | undefined {
  for (const [at] of stems.entries()) {
    const found = leadingIntent(stems.slice(at, at + 3))
    if (found !== undefined) return found
  }
  return undefined
}

/** The intent of the longest phrase at the start of up to three stems. */
function leadingIntent(stems: readonly string[]): Intent | undefined {
  for (let length = stems.length; length > 0; length--) {
    const found = intentOfPhrase(stems.slice(0, length).join('_'))
    if (found !== undefined) return found
  }
  return undefined
}

const manyWords = new Set('all every list which each many several any both'.split(' '))

function speaksOfMany(words: readonly string[]): boolean {
  return words.some((word) => manyWords.has(word)) || words.slice(0, 5).some(isPlural)
}

const isPlural = (word: string): boolean => word.length > 3 && /[^su]s$/.test(word) && word !== 'does'
