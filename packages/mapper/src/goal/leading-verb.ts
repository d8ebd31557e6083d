import { stem } from '../words/stem.ts'
import { stopWords } from '../words/stop-words.ts'
import type { Intent } from './intent-verbs.ts'
import type { KnownOpenings } from './known-openings.ts'
import { inflectedFrom, type VerbForm, verbForm } from './verb-forms.ts'
import { intentOfPhrase, isReadIntent } from './verb-intents.ts'

/** What is to be done, by the verb of a clause and the words that belong to it. */
export interface GoalAct {
  /** Stems joined by `_`: `call_off`. */
  readonly term: string
  /** In the goal's own words. */
  readonly said: string
}

/** What a clause says in front: a verb in its base form, with what it asks for when that is known. */
export interface LeadingVerb {
  readonly word: string
  readonly act: GoalAct
  readonly intent: Intent | undefined
}

const toAct = (said: readonly string[]): GoalAct => ({
  term: said.map(stem).join('_'),
  said: said.join(' '),
})

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/))

const determiners = words(
  `a an the this that these those my our your his her its their any all every each some both another one two three no
  it them him me us someone somebody everyone everything whatever whichever what which who whom whose how whether`,
)
/** Nothing but a noun phrase begins with them. */
const articles = words('a an the my our your his her their')
/** Behind a verb they belong to it, whatever else the word may be: `top up`, `print out`. */
const particles = words('up down out off back away over through together forward')
/**
 * The verb that a clause begins with, in its base form: one that is nothing else, or one whose next word shows that it is
 * meant: a determiner (`order the parts`), a particle (`top up`), or a noun that the provider's own operations have behind it.
 * A noun phrase has none: `order parts`, `cancelled bookings`, `leave balance of an employee`.
 */
export function leadingVerb(clause: readonly string[], openings: KnownOpenings): LeadingVerb | undefined {
  const [word = '', next, ...rest] = clause
  if (word === '') return undefined
  const stems = clause.slice(0, 3).map(stem)
  const form = verbForm(word)
  if (form === undefined) return thirdPerson(clause, openings) ?? newVerb(word, next)
  for (let length = Math.min(3, stems.length); length > 1; length--) {
    const intent = intentOfPhrase(stems.slice(0, length).join('_'))
    if (intent !== undefined) return { word, act: toAct(clause.slice(0, length)), intent }
  }
  if (!isMeant(form, { next, rest, stems, openings })) return undefined
  const act = toAct([word, ...particleOf(clause)])
  return { word, act, intent: intentOfPhrase(stems[0] ?? '') }
}

/** The word that belongs to a verb and stands right behind it, or behind what is done something to: `wrap the case up`. */
function particleOf([word = '', ...rest]: readonly string[]): readonly string[] {
  const [next = ''] = rest
  if (particles.has(next)) return [next]
  return rest.filter((each) => particles.has(each) && isPhrasal(stem(word), each)).slice(0, 1)
}

const isPhrasal = (stemmed: string, particle: string): boolean =>
  intentOfPhrase(`${stemmed}_${particle}`) !== undefined

interface Behind {
  readonly next: string | undefined
  readonly rest: readonly string[]
  readonly stems: readonly string[]
  readonly openings: KnownOpenings
}

function isMeant(form: VerbForm, { next, rest, stems, openings }: Behind): boolean {
  const isVerb = form === 'only' || form === 'mostly'
  const [third = '', fourth = ''] = rest
  if (next === undefined) return isVerb
  if (determiners.has(next) || particles.has(next) || next.endsWith("'s")) return true
  if (openings.has(stems.slice(0, 2).join(' '))) return true
  // `stop notifying me`, `close or snooze a conversation`
  if (next.endsWith('ing') && determiners.has(third)) return true
  if (next === 'or' && verbForm(third) !== undefined && determiners.has(fourth)) return true
  if (towards.has(next) && determiners.has(third))
    return isVerb || isWriting(stems[0]) || (form === 'rather' && next !== 'on' && next !== 'under')
  return isVerb && (form === 'only' || !facts.has(next))
}

/** Behind a verb they say where it goes; behind a noun that may be one `of`, `for` and `from` are usual. */
const towards = words('to into onto on under')

const isWriting = (stemmed = ''): boolean => {
  const intent = intentOfPhrase(stemmed)
  return intent !== undefined && !isReadIntent(intent)
}

/**
 * Whether a clause may as well ask for something as name it: a word that is a verb and a noun, and one thing behind it (`refund part
 * of a payment`, `share price`). Of several things it is a name (`release notes`).
 */
export function isAmbiguous([word = '', next = '']: readonly string[]): boolean {
  const isOne = next !== '' && !next.endsWith('s') && !facts.has(next) && !joints.has(next)
  return isOne && verbForm(word) !== undefined && isWriting(stem(word))
}

const joints = words(
  'of for from with without by about between per against since until during and or in on at to as',
)

/** What is said of a thing: behind a word that may be one, it is no verb (`leave balance`). */
const facts = words(
  `status state history detail details info information summary balance list total totals number numbers count counts
  availability progress overview timeline type name date dates times rate rates limit limits request requests`,
)

/** `cancels a booking`, `creating an invoice`, as descriptions of operations say it. */
function thirdPerson(clause: readonly string[], openings: KnownOpenings): LeadingVerb | undefined {
  const [word = '', next = '', ...rest] = clause
  if (!articles.has(next)) return undefined
  const base = /(?:s|ing)$/.test(word) ? inflectedFrom(word) : undefined
  return base === undefined ? undefined : leadingVerb([base, next, ...rest], openings)
}

/** No noun stands right before an article: what does is a verb, known or not (`onboard a supplier`). */
function newVerb(word: string, next: string | undefined): LeadingVerb | undefined {
  const isVerb =
    next !== undefined && articles.has(next) && !stopWords.has(word) && inflectedFrom(word) === undefined
  return isVerb ? { word, act: toAct([word]), intent: undefined } : undefined
}
