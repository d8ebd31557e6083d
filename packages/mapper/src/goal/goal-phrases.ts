import { stem } from '../words/stem.ts'
import { intentOfPhrase } from './verb-intents.ts'

/** A goal as it is said: the words of its act and what the act is done to. All in lower case. */
export interface GoalPhrases {
  /** Words from the verb on, of the clause that asks for something. */
  readonly asked: readonly string[]
  /** Words of the thing that is asked for: up to the first preposition, what owns it left out. */
  readonly object: readonly string[]
  /** The other words after the verb. */
  readonly rest: readonly string[]
}

const boundaries = new Set([',', ';', ':', '.', '!', '?', 'and', 'so', 'but', 'then', 'because'])
const fillers = new Set('please then just also now first finally kindly simply let us'.split(' '))
const prepositions = new Set(
  `of for in on at to from with without by about under underneath into onto during per between within through over
  until since before after against via like as that which who whom whose when where while if whether so or`.split(
    /\s+/,
  ),
)
const requests =
  /^(?:(?:can|could|would|will) (?:you|we|i|the agent|agents)|(?:i|we|they|agents?) (?:want|need|would like|have|should be able|must) to|be able to)\s+/u
const negations = new Set([
  'not',
  'never',
  'cannot',
  "won't",
  "don't",
  "can't",
  "didn't",
  "doesn't",
  'without',
  'no',
])

/** Splits a goal into what is asked and of what, by clauses, verbs and prepositions; English only. */
export function readPhrases(goal: string): GoalPhrases {
  const clauses = toClauses(plainRequest(goal))
  const asked =
    clauses.find((clause) => startsWithVerb(clause)) ?? clauses.find((clause) => clause.length > 0) ?? []
  const verbWords = verbLength(asked)
  const { object, rest } = splitObject(asked.slice(verbWords))
  return { asked, object, rest: [...rest, ...clauses.filter((clause) => clause !== asked).flat()] }
}

/**
 * The words behind each `by`, up to where something else begins: what a goal says that a thing is found or known by. Words behind
 * other prepositions may as well be wanted (`tickets with subject and status`).
 */
export function readGiven(goal: string): readonly string[] {
  return toClauses(goal.toLowerCase()).flatMap((clause) =>
    clause.flatMap((word, at) => {
      if (word !== 'by') return []
      const rest = clause.slice(at + 1)
      const end = rest.findIndex((next) => prepositions.has(next))
      return end === -1 ? rest : rest.slice(0, end)
    }),
  )
}

/** A goal without the words around a request: `can you cancel it` asks to cancel. */
export const plainRequest = (goal: string): string =>
  goal.toLowerCase().trim().replaceAll('’', "'").replace(requests, '')

/** The clauses of a goal as words, punctuation and words that join clauses left out; fillers in front are dropped. */
export function toClauses(goal: string): readonly (readonly string[])[] {
  const clauses: string[][] = [[]]
  for (const [token] of goal.matchAll(/[\p{L}\p{N}]+(?:'[\p{L}]+)?|[,;:.!?]/gu)) {
    const clause = clauses.at(-1)
    if (boundaries.has(token)) clauses.push([])
    else if (clause?.length !== 0 || !fillers.has(token)) clause?.push(token)
  }
  return clauses
}

const startsWithVerb = (clause: readonly string[]): boolean =>
  clause.length > 0 && verbLength(clause) > 0 && !negations.has(clause[0] ?? '')

/** How many words the verb at the start of a clause has; 0 when it starts with none. */
function verbLength(clause: readonly string[]): number {
  const stems = clause.slice(0, 3).map(stem)
  for (let length = Math.min(3, stems.length); length > 0; length--)
    if (intentOfPhrase(stems.slice(0, length).join('_')) !== undefined) return length
  return 0
}

function splitObject(words: readonly string[]): Pick<GoalPhrases, 'object' | 'rest'> {
  let object: string[] = []
  const rest: string[] = []
  for (const [at, word] of words.entries()) {
    if (prepositions.has(word) && object.length > 0)
      return { object, rest: [...rest, ...words.slice(at + 1)] }
    if (prepositions.has(word)) continue
    object.push(word.replace(/'s$/, ''))
    // What stands before an apostrophe owns the thing and is not it.
    if (!word.endsWith("'s")) continue
    rest.push(...object)
    object = []
  }
  return { object, rest }
}
