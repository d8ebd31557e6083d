import { isWrite, type Operation } from '@bindery/model'
import { nameTerms, termFit } from '../assignment/name-fit.ts'
import type { GoalAct } from '../goal/leading-verb.ts'
import { intentOfPhrase } from '../goal/verb-intents.ts'
import { verbForm } from '../goal/verb-forms.ts'
import { isEnding, isGeneral, saysNoAct, undoes } from '../ontology/acts.ts'
import { routeOf } from '../ranking/route.ts'
import { splitWords } from '../words/split-words.ts'
import { stem } from '../words/stem.ts'
import type { Agreement } from './agreement.ts'
import { sameThing } from './meaning.ts'

/**
 * What is known of serving an act that a goal asks for (`escalate`) with an operation: `contrary` where that undoes it, or ends something
 * for a goal that ends nothing; `unlike` where both say an act and neither says the other's; `open` otherwise, and for a goal that begins
 * with no verb.
 */
export function actAgreement(
  asked: GoalAct | undefined,
  operation: Operation,
): Extract<Agreement, 'contrary' | 'unlike' | 'open'> {
  if (asked === undefined) return 'open'
  const act = asked.term
  const own = ownAct(operation)
  if (!isWrite(operation.effect)) return saysNoAct(act) || isSpoken(act, operation) ? 'open' : 'unlike'
  if (own !== undefined && undoes(act, own)) return 'contrary'
  if (isCalled(act, operation)) return 'open'
  const ends = operation.effect === 'delete' || (own !== undefined && isEnding(own))
  if (ends && !isEnding(act) && !saysNoAct(act)) return 'contrary'
  if (own === undefined || isGeneral(own) || saysNoAct(act) || isSpoken(act, operation)) return 'open'
  return 'unlike'
}

/** Whether some word of a goal names the very act of an operation, beyond recording or changing in general. */
export function namesAct(words: readonly string[], operation: Operation): boolean {
  const own = ownAct(operation)
  if (own === undefined || isGeneral(own)) return false
  const terms = own.split('_')
  return terms.every((term) => words.some((word) => termFit(stem(word), term) >= sameThing))
}

const known = new WeakMap<Operation, { readonly act: string | undefined }>()

/** The verb that an operation's title or name begins with, or that its name ends with (`orders_cancel`). */
function ownAct(operation: Operation): string | undefined {
  const found = known.get(operation) ?? { act: readAct(operation) }
  known.set(operation, found)
  return found.act
}

function readAct({ name, title = '' }: Operation): string | undefined {
  const own = splitWords(name)
  return leadingAct(splitWords(title.slice(0, 120))) ?? leadingAct(own) ?? leadingAct(own.slice(-1))
}

function leadingAct(words: readonly string[]): string | undefined {
  const stems = words.slice(0, 3).map(stem)
  for (let length = stems.length; length > 0; length--) {
    const phrase = stems.slice(0, length).join('_')
    if (intentOfPhrase(phrase) !== undefined || isEnding(phrase)) return phrase
  }
  const [first = ''] = words
  return verbForm(first) === 'only' || verbForm(first) === 'mostly' ? stems[0] : undefined
}

const says = (act: string, texts: readonly string[]): boolean =>
  texts.flatMap(nameTerms).some((term) => termFit(term, act) >= sameThing)

const isCalled = (act: string, { name, title = '', provenance }: Operation): boolean =>
  says(act, [name, title.slice(0, 120), ...routeOf(provenance).literals])

const isSpoken = (act: string, operation: Operation): boolean =>
  isCalled(act, operation) || says(act, [(operation.description ?? '').slice(0, 240)])
