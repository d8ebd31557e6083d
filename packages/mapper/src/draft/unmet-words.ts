import { type AnyBinding, isStepsBinding, isWrite, type Operation, parameterUses } from '@bindery/model'
import { nameTerms, termFit } from '../assignment/name-fit.ts'
import { readGiven } from '../goal/goal-phrases.ts'
import { beginsReading, intentOfPhrase, isReadIntent } from '../goal/verb-intents.ts'
import { routeOf } from '../ranking/route.ts'
import { splitWords } from '../words/split-words.ts'
import { stem } from '../words/stem.ts'
import { stopWords } from '../words/stop-words.ts'
import { termsOf } from '../words/terms.ts'

/** A draft as its words are compared with a goal's. */
export interface SpokenDraft {
  readonly binding: AnyBinding
  /** The chosen operation, and what is looked up before. */
  readonly operations: readonly Operation[]
  /** Words that fixed values, conditions, an order or a limit serve, and those that nothing else can. */
  readonly parts?: { readonly served: readonly string[]; readonly said: readonly string[] }
}

const noParts = { served: [], said: [] }

/** From here on a word of a draft says a word of a goal. */
const said = 0.5

/**
 * The words of a goal that nothing in a draft speaks of, in their order, each once: neither what its operations are called and said to
 * do, nor what is asked for and given back. What a thing is known by is only served by what is asked for.
 */
export function unmetWords(
  goal: string,
  { binding, operations, parts = noParts }: SpokenDraft,
): readonly string[] {
  const asked = askedWords(binding)
  const all = [...asked, ...answeredWords(binding), ...operations.flatMap(operationWords)]
  const given = new Set(readGiven(goal))
  const reads = operations.every(({ effect }) => !isWrite(effect))
  const unmet = splitWords(goal).filter((word) => {
    if (parts.served.includes(word)) return false
    if (parts.said.includes(word) && !saysNothing(word)) return true
    if (saysNothing(word) || (reads && isReadingVerb(word))) return false
    const terms = [stem(word), ...termsOf(word)]
    return !(given.has(word) ? asked : all).some((other) =>
      terms.some((term) => termFit(term, other) >= said),
    )
  })
  return [...new Set(unmet)]
}

/** Words that only join others, and letters that stand alone (`e-mail`). */
const joining = new Set('whether known called named identified based'.split(' '))
const saysNothing = (word: string): boolean =>
  stopWords.has(word) || joining.has(word) || /^\p{L}$/u.test(word)

/** What reads does what any verb of reading asks for. */
function isReadingVerb(word: string): boolean {
  const intent = intentOfPhrase(stem(word))
  return intent === undefined ? beginsReading(stem(word)) : isReadIntent(intent)
}

/** Names of parameters, and of the places that they go to. */
function askedWords(binding: AnyBinding): readonly string[] {
  const parts = isStepsBinding(binding) ? binding.steps : [binding]
  return parts.flatMap((part) =>
    parameterUses(part).flatMap(({ param, place }) => [...nameTerms(param), ...nameTerms(place)]),
  )
}

const answeredWords = ({ projection }: AnyBinding): readonly string[] =>
  projection.flatMap(({ leaf, path, fields = [] }) =>
    [leaf, String(path), ...fields.flatMap((field) => [field.leaf, String(field.path)])].flatMap(nameTerms),
  )

const operationWords = ({
  name,
  title = '',
  description = '',
  object = '',
  groups,
  provenance,
}: Operation): readonly string[] =>
  [name, title, description, object, ...groups, ...routeOf(provenance).literals].flatMap((text) =>
    nameTerms(text.slice(0, 240)),
  )
