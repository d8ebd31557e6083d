import {
  type Effect,
  type Json,
  type JsonObject,
  type OperationSkill,
  ownProperty,
  type StepsSkill,
} from '@bindery/model'
import { isIntimate } from './mask-values.ts'
import { showName, showValue, showWords } from './show-value.ts'

type Act =
  | Pick<OperationSkill, 'steps' | 'toolName' | 'effect' | 'integration' | 'parameters'>
  | Pick<StepsSkill, 'steps' | 'toolName' | 'effect' | 'parameters'>

/**
 * What a call does, for the person who decides and in the words of the skill: `Open a ticket for customer cus_101, with
 * subject "Brake squeaks". This creates a record in desk.` Never where it goes or how it is sent: that is the preview's.
 * The effect is said beside, since a name may sound more harmless than what it stands for. Agents read it too: of what the
 * platform filled in it tells by what a record is known, and of the rest only that it is there.
 */
export function describeAct(skill: Act, params: JsonObject): string {
  const { toolName, effect, parameters } = skill
  const act = showWords(toWords(toolName).join(' '))
  const known = new Set(parameters.flatMap(({ name, origin }) => (origin === 'context' ? [name] : [])))
  const isTold = (entry: Entry): boolean =>
    !known.has(entry[0]) || (isReference(entry) && !isIntimate(entry[0]))
  const given = Object.entries(params).filter(([, value]) => value !== null)
  const about = given.find((entry) => isReference(entry) && isTold(entry))
  const others = given
    .filter((entry) => entry !== about)
    .map((entry) => (isTold(entry) ? toPhrase(entry) : `${nameOf(entry)} as it is known`))
  const whom = about === undefined ? '' : phraseOf(act, about)
  const how = others.length === 0 ? '' : `${whom === '' ? '' : ','} with ${inWords(others)}`
  return `${act.slice(0, 1).toUpperCase()}${act.slice(1)}${whom}${how}. This ${deeds[effect]} in ${placeOf(skill)}.`
}

/** The provider that is changed or, where nothing is, all that are read. */
function placeOf(skill: Act): string {
  if (skill.steps === undefined) return skill.integration
  const names = skill.steps.map((step) => step.skill.integration)
  return skill.effect === 'read' ? inWords([...new Set(names)]) : (names.at(-1) ?? '')
}

const deeds: { readonly [effect in Effect]: string } = {
  read: 'reads data',
  create: 'creates a record',
  update: 'changes data',
  delete: 'deletes data',
  action: 'carries out an action',
}

/** Characters of all values together, and of one at the least and at the most. */
const room = 3_000
const leastOfValue = 60
const mostOfValue = 1_000

/**
 * Every value of a call, one a line: what the caller gave, then what the skill sets itself. So what a person agrees to is
 * whole, and where a value is too long to show, they see how much of it is left away.
 */
export function listValues(skill: Valued, params: JsonObject): string {
  const { parameters } = skill
  const defaults = parameters.flatMap(({ name, origin, default: preset }): readonly Entry[] =>
    preset === undefined || origin === 'context' || ownProperty(params, name) !== undefined
      ? []
      : [[toWords(name).join(' '), preset]],
  )
  const constants = assignmentsOf(skill).flatMap(({ source, target }): readonly Entry[] =>
    source.from === 'constant' ? [[target.join('.'), source.value]] : [],
  )
  const given = Object.entries(params).map(([name, value]): Entry => [toWords(name).join(' '), value])
  const set = [...defaults, ...constants]
  const fair = Math.floor(room / Math.max(given.length + set.length, 1))
  const most = Math.min(Math.max(fair, leastOfValue), mostOfValue)
  const toLine = ([name, value]: Entry): string => `${showName(name)}: ${showValue(value, most)}`
  const own = set.length === 0 ? [] : ['Set by the skill:', ...set.map(toLine)]
  return [...given.map(toLine), ...own].join('\n')
}

type Valued =
  | Pick<OperationSkill, 'steps' | 'parameters' | 'assignments'>
  | Pick<StepsSkill, 'steps' | 'parameters'>

/** Of several steps those of the last: it is the one that may change something. */
const assignmentsOf = (skill: Valued): OperationSkill['assignments'] =>
  skill.steps === undefined ? skill.assignments : (skill.steps.at(-1)?.skill.assignments ?? [])

type Entry = readonly [name: string, value: Json]

/** A record that the call is about, by what it is known by. */
const isReference = ([name, value]: Entry): boolean => /_(?:id|number|code)$/.test(name) && isPlain(value)

function phraseOf(act: string, [name, value]: Entry): string {
  const noun = toWords(name)
    .slice(0, -1)
    .filter((word) => word !== 'verified')
    .join(' ')
  if (noun === '') return ` for ${show(value)}`
  if (act.toLowerCase().endsWith(` ${noun.toLowerCase()}`)) return ` ${show(value)}`
  return ` for ${showName(noun)} ${show(value)}`
}

const toPhrase = (entry: Entry): string => `${nameOf(entry)} ${show(entry[1])}`

const nameOf = ([name]: Entry): string => showName(toWords(name).join(' '))

function inWords(phrases: readonly string[]): string {
  const head = phrases.slice(0, -1).join(', ')
  const last = phrases.at(-1) ?? ''
  return head === '' ? last : `${head} and ${last}`
}

const toWords = (text: string): readonly string[] =>
  text
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[\s_.]+/)
    .filter((word) => word !== '')

const isPlain = (value: Json): boolean => typeof value === 'string' || typeof value === 'number'

const show = (value: Json): string => showValue(value, leastOfValue)
