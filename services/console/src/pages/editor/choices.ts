import { t } from '../../text/translate.ts'
import type { EarlierValue, Parameter } from './editor-context.tsx'
import { fits, toConstant } from './fit.ts'
import { toSnake } from './outputs.ts'
import type { Source, Target } from './source.ts'
import { typedTemplate } from './template-source.ts'

/** Something that an argument can be filled with. */
export interface Choice {
  readonly id: string
  readonly source: Source
  readonly says: string
}

interface Question {
  readonly target: Target
  readonly typed: string
  readonly parameters: readonly Parameter[]
  readonly earlier?: readonly EarlierValue[]
}

/** Parameters that are offered at once. */
const most = 12

/** What fits an argument, best first: values it allows, values of earlier steps, parameters whose name fits, then what was typed, as a value and as a name. */
export function choicesFor({ target, typed, parameters, earlier = [] }: Question): Choice[] {
  const words = typed.trim().toLowerCase()
  return [
    ...allowed(target, words),
    ...givenBefore(target, words, earlier),
    ...parameters
      .filter(({ name, type }) => fits(type, target.jsonType) && name.includes(words.replaceAll(/\s+/g, '_')))
      .toSorted((a, b) => likeness(b.name, target) - likeness(a.name, target))
      .slice(0, most)
      .map(toChoice),
    ...ownText(target, typed),
    ...ownValue(target, typed),
    ...ownName(typed, parameters),
  ].filter(({ source }) => source.kind !== 'constant' || target.isTwin !== true || target.slot === 'field')
}

const toChoice = ({ name, example = '' }: Parameter): Choice => ({
  id: `param-${name}`,
  source: { kind: 'param', param: name },
  says: example,
})

/** A number may be sent as text, and a text of digits as a number: ids are written both ways. */
const givenBefore = (target: Target, words: string, earlier: readonly EarlierValue[]): Choice[] =>
  target.slot !== 'argument' && target.slot !== 'field'
    ? []
    : earlier
        .filter(
          ({ from, jsonType }) => canBecome(jsonType, target.jsonType) && from.toLowerCase().includes(words),
        )
        .toSorted((a, b) => likeness(b.from, target) - likeness(a.from, target))
        .slice(0, most)
        .map(({ from, type }) => ({ id: `step-${from}`, source: { kind: 'step', from }, says: type }))

const plain = ['string', 'integer', 'number']

const canBecome = (given: string, wanted: string): boolean =>
  fits(given, wanted) || (plain.includes(given) && plain.includes(wanted))

const allowed = ({ allowedValues = [] }: Target, words: string): Choice[] =>
  allowedValues
    .filter((value) => String(value).toLowerCase().includes(words))
    .map((value) => ({
      id: `value-${String(value)}`,
      source: { kind: 'constant', value },
      says: t('editor.fixed'),
    }))

/** What is typed with names in braces is a text with parameters, of an argument of a call alone. */
function ownText({ name, slot, jsonType, allowedValues }: Target, typed: string): Choice[] {
  const isText = slot === 'argument' && jsonType === 'string' && allowedValues === undefined
  const source = isText ? typedTemplate(name, typed) : undefined
  return source === undefined ? [] : [{ id: 'typed-text', source, says: t('editor.textWith') }]
}

function ownValue(target: Target, typed: string): Choice[] {
  if (typed === '' || target.allowedValues !== undefined) return []
  const constant = toConstant(typed, target.jsonType)
  if (constant === undefined) return []
  return [{ id: 'typed-value', source: { kind: 'constant', value: constant.value }, says: t('editor.fixed') }]
}

function ownName(typed: string, parameters: readonly Parameter[]): Choice[] {
  const name = toSnake(typed)
  if (typed.trim() === '' || parameters.some((parameter) => parameter.name === name)) return []
  return [{ id: 'typed-name', source: { kind: 'param', param: name }, says: t('editor.newParameter') }]
}

/** How many words two names share: only an order, never a decision. */
function likeness(parameter: string, { name }: Target): number {
  const wanted = new Set(toSnake(name).split('_'))
  return parameter.split('_').filter((word) => wanted.has(word)).length
}
