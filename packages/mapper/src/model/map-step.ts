import { describeType, isWrite, type Issue, type Operation, type TypeRef } from '@bindery/model'
import { z } from 'zod'
import type { PreparedGoal } from '../prepare-goal.ts'
import type { Step } from './ask.ts'
import { cleanName, cleanText } from './clean-text.ts'
import { fitOf, leafText, ownPath, placeText } from './offer-places.ts'
import type { Offered, PlaceOffer } from './place-offer.ts'
import type { PartWord } from '../parts/part.ts'
import { type PartIds, partActs, partOperators } from '../parts/offer-parts.ts'
import type { LookupPlace } from '../lookup/offer-lookups.ts'
import { goalText, system } from './prompt-text.ts'

/** What a model answers: which name goes to which place, all by ids. */
export interface PlacedIds {
  /** `try_next`: this operation cannot do what the goal asks for, now that its places are seen. */
  readonly fit: 'fits' | 'try_next'
  readonly inputs: readonly { readonly parameter: string; readonly argument: string }[]
  readonly outputs: readonly { readonly output: string; readonly field: string }[]
  readonly parts: readonly PartIds[]
  /** Id of the one question whose answer would change the rest; `none` without one. */
  readonly ask: string
}

/** What the compiler said of an earlier answer. */
export interface RefusedAnswer {
  readonly answer: PlacedIds
  readonly issues: readonly RefusedPart[]
}

/** A finding, and the name of the parameter or output that it is about. */
export interface RefusedPart extends Pick<Issue, 'code' | 'message'> {
  readonly about: string | undefined
}

const descriptionCharacters = 70
const mostIssues = 8

/** Asks for the place of every name in one operation; after a refusal, with what the compiler had to say. */
export function mapStep(prepared: PreparedGoal, offer: PlaceOffer, refused?: RefusedAnswer): Step<PlacedIds> {
  const { parameters = [], outputs = [] } = prepared.goal
  return {
    name: refused === undefined ? 'map_names' : 'repair_mapping',
    system,
    user: [
      ...operationLines(offer.ranked.operation),
      ...section(
        'arguments',
        offer.places.map((place) => placeLine(place, parameters)),
      ),
      ...section(
        'fields',
        offer.leaves.map((leaf) => leafLine(leaf, outputs)),
      ),
      ...section('lookups', offer.lookups.map(lookupLine)),
      ...section('parameters', offer.parameters.map(nameLine)),
      ...section('outputs', offer.outputs.map(nameLine)),
      ...section('values', offer.values.map(valueLine)),
      ...section(
        'questions',
        offer.questions.map(({ id, thing }) => `${id} ${named(thing.question)}`),
      ),
      goalText(prepared),
      ...decidedLines(prepared),
      ...refusedLines(refused, offer),
      instructions(prepared),
    ].join('\n'),
    reply: replyOf(offer),
    maxTokens: 1_500,
  }
}

/** Lists of pairs, each id from an enum; a list with nothing to name is left out. */
function replyOf(offer: PlaceOffer): z.ZodType<PlacedIds> {
  const pair = { parameter: idsOf(offer.parameters), argument: idsOf([...offer.places, ...offer.lookups]) }
  const leaf = { output: idsOf(offer.outputs), field: idsOf(offer.leaves) }
  return z.strictObject({
    fit: z.enum(['fits', 'try_next']),
    inputs: z.array(z.strictObject(pair)),
    outputs: z.array(z.strictObject(leaf)),
    parts: z.array(
      z.strictObject({
        does: z.enum(partActs),
        at: z.enum(['none', ...offer.places.map(({ id }) => id), ...offer.leaves.map(({ id }) => id)]),
        op: z.enum(partOperators),
        value: z.enum(['none', ...offer.values.map(({ id }) => id)]),
      }),
    ),
    ask: z.enum(['none', ...offer.questions.map(({ id }) => id)]),
  })
}

const lookupLine = ({ id, thing }: Offered<LookupPlace>): string =>
  `${id} ${named(thing.text)} - ${named(thing.by)} finds ${named(thing.finds)} by it`

const valueLine = ({ id, thing }: Offered<PartWord>): string =>
  `${id} ${'relative' in thing ? `${thing.relative} (counted from the call)` : named(JSON.stringify(thing.value))}`

/** An enum may not be empty: `none` stands where there is nothing to name, and no id is called so. */
function idsOf(offered: readonly Offered<unknown>[]) {
  const [first = 'none', ...rest] = offered.map(({ id }) => id)
  return z.enum([first, ...rest])
}

function instructions({ goal }: PreparedGoal): string {
  const names = [
    (goal.parameters ?? []).length > 0
      ? 'Put every parameter to the argument that it is meant for, or to a lookup that finds a needed id by it; leave out those that fit nothing.'
      : 'Choose what the agent must collect for the goal, and a parameter name for each argument (p1 keeps its own name).',
    (goal.outputs ?? []).length > 0
      ? 'Find the field for every output; leave out those that the answer does not hold.'
      : 'Choose up to six fields that answer the goal, and an output name for each (r1 keeps its own name).',
  ]
  const fit =
    'Say "try_next", with empty lists, when this operation cannot do what the goal asks for: another one is tried then.'
  const parts = [
    'When the goal itself fixes something that no caller gives ("open", "over 100", "newest first", "the last three"), say it as parts, else leave parts empty:',
    '"always" puts a value to an argument (op "eq"), "where" keeps the rows whose field compares so, "sort" orders rows by a field (op "asc" or "desc", value "none"), "limit" shows so many rows (at "none", op "eq").',
  ].join(' ')
  const ask =
    'Map as well as you can; when the answer to one of the questions would change what you map, say it as "ask", else "none".'
  return `${names.join(' ')} Use each argument and each field once. ${parts} ${fit} ${ask}`
}

const section = (name: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`<${name}>`, ...lines, `</${name}>`]

const nameLine = ({ id, thing }: Offered<string | undefined>): string =>
  `${id} ${thing === undefined ? '(own name)' : cleanName(thing, 60)}`

const placeLine = ({ id, thing }: PlaceOffer['places'][number], names: readonly string[]): string =>
  [
    id,
    named(placeText(thing)),
    `${typeText(thing)}${thing.required ? ', required' : ''}`,
    told(thing.description, fitOf(ownPath(thing), names)),
  ]
    .filter((part) => part !== '')
    .join(' ')

const leafLine = ({ id, thing }: PlaceOffer['leaves'][number], names: readonly string[]): string =>
  [id, named(leafText(thing)), typeText(thing), told(thing.description, fitOf(thing.names, names))]
    .filter((part) => part !== '')
    .join(' ')

/** Types can list values, which are the provider's words too. */
const typeText = ({ type }: { readonly type: TypeRef }): string => cleanText(describeType(type), 40).text

const named = (text: string): string => cleanName(text, 120)

/** More of what is said of a place that fits a name. */
function told(description: string, fit: number): string {
  const most = fit >= fits ? fittingCharacters : descriptionCharacters
  const { text } = cleanText(description, most)
  if (text === '') return ''
  const whole = cleanText(description, longestDescription).text
  const behind = whole.slice(text.length - 1)
  const notes = text.length < whole.length ? [...behind.matchAll(units)].map(([note]) => note) : []
  return [`- ${text}`, ...new Set(notes.slice(0, mostNotes))].join(' ')
}

const fits = 0.5
const fittingCharacters = 120
const longestDescription = 600
const mostNotes = 2

/** What tells how a value is written, and who writes it; kept where a description is cut. */
const units =
  /\b(?:in (?:milli)?seconds|in minutes|in hours|in days|in cents|smallest currency unit|ISO[ -]?\d+(?:-\d)?|RFC ?\d+|E\.164|UTC|unix (?:time|timestamp)|epoch|percent|bytes|read[- ]only|base64|comma[- ]separated)\b/gi

/** Which operation it is, what it does, and what is said of it. */
function operationLines(operation: Operation): readonly string[] {
  const { name, title = '', description = '' } = operation
  const said = [cleanText(title, 120).text, cleanText(description, operationCharacters).text]
  return [
    `Operation: ${cleanText(name, 100).text}`,
    `It ${isWrite(operation.effect) ? `may change something (${operation.effect})` : 'only reads'}.`,
    ...said.filter((text, at) => text !== '' && said.indexOf(text) === at),
  ]
}

const operationCharacters = 300

function decidedLines({ goal }: PreparedGoal): readonly string[] {
  const lines = (goal.decisions ?? []).flatMap((decision) =>
    decision.kind === 'operation'
      ? []
      : [
          `${named(decision.name)}: ${named(decision.place)} was ${decision.verdict === 'accept' ? 'accepted' : 'rejected'} by a person`,
        ],
  )
  return lines.length === 0 ? [] : ['Decided before:', ...lines]
}

/** What the compiler said, by the ids that the model knows. */
function refusedLines(
  refused: RefusedAnswer | undefined,
  { parameters, outputs }: PlaceOffer,
): readonly string[] {
  if (refused === undefined) return []
  const issues = refused.issues.slice(0, mostIssues).map(({ code, message, about }) => {
    const id = [...parameters, ...outputs].find(({ thing }) => thing !== undefined && thing === about)?.id
    return `- ${id === undefined ? '' : `${id}: `}${code}: ${named(message)}`
  })
  return [`Your last answer: ${JSON.stringify(refused.answer)}`, 'The compiler refused it:', ...issues]
}
