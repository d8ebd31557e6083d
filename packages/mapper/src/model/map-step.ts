import { describeType, type Issue, type TypeRef } from '@bindery/model'
import { z } from 'zod'
import type { PreparedGoal } from '../prepare-goal.ts'
import type { Step } from './ask.ts'
import { cleanName, cleanText } from './clean-text.ts'
import { leafText, type Offered, type PlaceOffer, placeText } from './offer-places.ts'
import { goalText, system } from './prompt-text.ts'

/** What a model answers: which name goes to which place, all by ids. */
export interface PlacedIds {
  readonly inputs: readonly { readonly parameter: string; readonly argument: string }[]
  readonly outputs: readonly { readonly output: string; readonly field: string }[]
}

/** What the compiler said of an earlier answer. */
export interface RefusedAnswer {
  readonly answer: PlacedIds
  readonly issues: readonly Issue[]
}

const descriptionCharacters = 70
const mostIssues = 8

/** Asks for the place of every name in one operation; after a refusal, with what the compiler had to say. */
export function mapStep(prepared: PreparedGoal, offer: PlaceOffer, refused?: RefusedAnswer): Step<PlacedIds> {
  return {
    name: refused === undefined ? 'map_names' : 'repair_mapping',
    system,
    user: [
      goalText(prepared),
      `Operation: ${cleanText(offer.ranked.operation.name, 100).text}`,
      ...section('parameters', offer.parameters.map(nameLine)),
      ...section('arguments', offer.places.map(placeLine)),
      ...section('outputs', offer.outputs.map(nameLine)),
      ...section('fields', offer.leaves.map(leafLine)),
      ...decidedLines(prepared),
      ...refusedLines(refused),
      instructions(prepared),
    ].join('\n'),
    reply: replyOf(offer),
    maxTokens: 1_500,
  }
}

/** Lists of pairs, each id from an enum; a list with nothing to name is left out. */
function replyOf(offer: PlaceOffer): z.ZodType<PlacedIds> {
  const pair = { parameter: idsOf(offer.parameters), argument: idsOf(offer.places) }
  const leaf = { output: idsOf(offer.outputs), field: idsOf(offer.leaves) }
  return z.strictObject({
    inputs: z.array(z.strictObject(pair)),
    outputs: z.array(z.strictObject(leaf)),
  })
}

/** An enum may not be empty: `none` stands where there is nothing to name, and no id is called so. */
function idsOf(offered: readonly Offered<unknown>[]) {
  const [first = 'none', ...rest] = offered.map(({ id }) => id)
  return z.enum([first, ...rest])
}

function instructions({ goal }: PreparedGoal): string {
  const names = [
    (goal.parameters ?? []).length > 0
      ? 'Put every parameter to the argument that it is meant for; leave out those that fit nothing.'
      : 'Choose what the agent must collect for the goal, and a parameter name for each argument (p1 keeps its own name).',
    (goal.outputs ?? []).length > 0
      ? 'Find the field for every output; leave out those that the answer does not hold.'
      : 'Choose up to six fields that answer the goal, and an output name for each (r1 keeps its own name).',
  ]
  return `${names.join(' ')} Use each argument and each field once.`
}

const section = (name: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`<${name}>`, ...lines, `</${name}>`]

const nameLine = ({ id, thing }: Offered<string | undefined>): string =>
  `${id} ${thing === undefined ? '(own name)' : cleanName(thing, 60)}`

const placeLine = ({ id, thing }: PlaceOffer['places'][number]): string =>
  [
    id,
    named(placeText(thing)),
    `${typeText(thing)}${thing.required ? ', required' : ''}`,
    told(thing.description),
  ]
    .filter((part) => part !== '')
    .join(' ')

const leafLine = ({ id, thing }: PlaceOffer['leaves'][number]): string =>
  [id, named(leafText(thing)), typeText(thing), told(thing.description)]
    .filter((part) => part !== '')
    .join(' ')

/** Types can list values, which are the provider's words too. */
const typeText = ({ type }: { readonly type: TypeRef }): string => cleanText(describeType(type), 40).text

const named = (text: string): string => cleanName(text, 120)

function told(description: string): string {
  const { text } = cleanText(description, descriptionCharacters)
  return text === '' ? '' : `- ${text}`
}

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

function refusedLines(refused: RefusedAnswer | undefined): readonly string[] {
  if (refused === undefined) return []
  const issues = refused.issues
    .slice(0, mostIssues)
    .map(({ code, message }) => `- ${code}: ${named(message)}`)
  return [`Your last answer: ${JSON.stringify(refused.answer)}`, 'The compiler refused it:', ...issues]
}
