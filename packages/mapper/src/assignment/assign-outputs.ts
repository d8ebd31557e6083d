import type { CatalogIndex, Operation } from '@bindery/model'
import { type AnswerPath, answerPaths } from './answer-paths.ts'
import { assign, type Assigned } from './assign.ts'
import { answerPathText } from './binding-names.ts'
import { decide, decidedScore, type NamesToPlace } from './decide.ts'
import { nameFit, nameTerms, tellingName } from './name-fit.ts'
import { describedShare, typeFit } from './place-fit.ts'
import { areOpposed } from '../ontology/roles.ts'
import { identitySorts, namesAnId } from '../words/id-words.ts'
import { type AnswerShape, answerShape } from './answer-shape.ts'

export interface AssignedOutputs {
  readonly assigned: readonly Assigned<AnswerPath>[]
  readonly missing: readonly string[]
}

const least = 0.25

/** Puts the names of outputs to leaves of an operation's answer; leaves of the list that fits most names are preferred. */
export function assignOutputs(
  { names: outputs, decisions = [] }: NamesToPlace,
  operation: Operation,
  index: CatalogIndex,
): AssignedOutputs {
  const places = answerPaths(operation, index)
  const scene = answerShape(operation, places)
  const fits = new Map(outputs.map((name) => [name, new Map<AnswerPath, number>()]))
  for (const leaf of places.map((path) => describeLeaf(path, scene)))
    for (const [name, row] of fits) row.set(leaf.path, answerFit(nameTerms(name), leaf))
  const score = decide('output', decisions, {
    fit: (name: string, path: AnswerPath) => fits.get(name)?.get(path) ?? 0,
    textOf: answerPathText,
  })
  const first = assign({ names: outputs, places, score, least })
  const main = mainList(first)
  const assigned =
    main === undefined
      ? first
      : assign({
          names: outputs,
          places,
          score: (name, path) => score(name, path) + (listOf(path) === main ? 0.1 : 0),
          least: least + 0.05,
        })
  const missing = outputs.filter((name) => !assigned.some((line) => line.name === name))
  return { assigned: assigned.map(withDoubt), missing }
}

/** A number is another identity than an id, unless a description says that it is one. */
function withDoubt(line: Assigned<AnswerPath>): Assigned<AnswerPath> {
  const wanted = identitySorts(nameTerms(line.name))
  const { names, description } = line.place
  const given = identitySorts(nameTerms(names.at(-1) ?? ''))
  if (line.score >= decidedScore || wanted.length === 0 || given.length === 0) return line
  const all = [...given, ...identitySorts(nameTerms(description.slice(0, 240)))]
  return wanted.some((sort) => all.includes(sort)) ? line : { ...line, doubt: 'unproved' }
}

/** How well any name fits any leaf of an operation's answer, as in `assignOutputs` before lists are preferred. */
export function answerFits(
  operation: Operation,
  index: CatalogIndex,
): (name: string, path: AnswerPath) => number {
  const scene = answerShape(operation, answerPaths(operation, index))
  return (name, path) => answerFit(nameTerms(name), describeLeaf(path, scene))
}

/** The list, as text, that most outputs are taken from. */
function mainList(lines: readonly Assigned<AnswerPath>[]): string | undefined {
  const sums = new Map<string, number>()
  for (const { place, score } of lines) sums.set(listOf(place), (sums.get(listOf(place)) ?? 0) + score)
  return [...sums].sort((a, b) => b[1] - a[1])[0]?.[0]
}

function listOf({ names, lists }: AnswerPath): string {
  return lists[0] === undefined ? '' : JSON.stringify(names.slice(0, lists[0]))
}

/** A leaf as it is compared with names. */
interface Leaf {
  readonly path: AnswerPath
  readonly own: readonly string[]
  readonly literal: readonly string[]
  readonly above: readonly string[]
  readonly levels: readonly string[]
  readonly around: readonly string[]
}

function describeLeaf(path: AnswerPath, scene: AnswerShape): Leaf {
  const telling = tellingName(path.names)
  const above = telling.above.flatMap(nameTerms)
  const levels = levelsBelowMain(path, scene)
  return {
    path,
    own: nameTerms(telling.own),
    literal: nameTerms(path.names.at(-1) ?? ''),
    above,
    levels,
    around: levels.length === 0 ? [...above, ...scene.about] : above,
  }
}

/** How well an output's name fits a leaf: by its name in the light of the names above it; what lies deeper fits less. */
function answerFit(wanted: readonly string[], leaf: Leaf): number {
  const { path, own, literal, above, levels, around } = leaf
  if (areOpposed(wanted, own)) return 0
  const isHolder = own !== literal
  const named = Math.max(
    nameFit(wanted, own, around),
    isHolder ? nameFit(wanted, literal, [...around, ...own]) : 0,
    personFit(wanted, literal, above),
    idFit(wanted, own, levels.length === 0 ? undefined : above),
    whenFit(wanted, path),
  )
  const described = named > 0.5 ? 0 : 0.4 * describedShare(wanted, path.description)
  if (named + described === 0) return 0
  return (
    named + described + typeFit(wanted, path.type) + linkFit(wanted, own) - strayness(path, wanted, levels)
  )
}

/** Names between the main object or row and the leaf. */
function levelsBelowMain(
  { names, lists }: AnswerPath,
  { about, isRecord: hasFields }: AnswerShape,
): readonly string[] {
  const above = names.slice(0, -1)
  if (hasFields && lists[0] !== 0) return above
  if (lists[0] !== undefined && lists[0] <= 2) return above.slice(lists[0])
  const isWrapped = nameTerms(above[0] ?? '').some((term) => about.includes(term))
  return isWrapped ? above.slice(1) : above
}

/** What lies inside other objects than the one that is asked about counts less. */
function strayness(
  { lists, names }: AnswerPath,
  wanted: readonly string[],
  levels: readonly string[],
): number {
  const stray = levels.reduce(
    (sum, level) => sum + (nameFit(nameTerms(level), wanted, []) > 0.3 ? 0.04 : 0.27),
    0,
  )
  const inner = lists.filter((at) => at > names.length - 1 - levels.length).length
  return stray + 0.15 * inner
}

/** `ticket_id` is the plain `id` of the main object, or of an object called ticket. */
function idFit(
  wanted: readonly string[],
  own: readonly string[],
  over: readonly string[] | undefined,
): number {
  const isPlainId = own.length === 1 && namesAnId(own.slice(0, 1)) && wanted.at(-1) === 'id'
  if (!isPlainId || own[0] === 'number') return 0
  if (over === undefined) return 0.97
  return nameFit(wanted.slice(0, -1), over.slice(-2), [])
}

/** `when` asks for a time, whatever it is called. */
function whenFit(wanted: readonly string[], { type }: AnswerPath): number {
  const isTime = type.kind === 'scalar' && (type.scalar === 'datetime' || type.scalar === 'date')
  return isTime && wanted.length === 1 && wanted[0] === 'when' ? 0.6 : 0
}

const webWords = new Set(['html', 'web', 'public', 'host', 'permalink', 'join', 'hosted'])

/** A link is for people: the web page rather than the address of the programming interface. */
const linkFit = (wanted: readonly string[], own: readonly string[]): number =>
  wanted.some((term) => term === 'link' || term === 'url') && own.some((term) => webWords.has(term)) ? 0.3 : 0

const naming = new Set([
  'name',
  'login',
  'usernam',
  'handl',
  'title',
  'displai',
  'label',
  'emailaddres',
  'email',
])
const persons = new Set(
  nameTerms('author owner assignee creator responsible reporter sender host organizer agent by'),
)

const people = new Set(
  nameTerms('user author owner actor creator editor member person customer contact agent by reporter sender'),
)

/** `author` is a person: the name inside `user` says who it is. */
function personFit(wanted: readonly string[], own: readonly string[], above: readonly string[]): number {
  const last = above.slice(-2)
  if (last.length === 0 || !own.some((term) => naming.has(term))) return 0
  const asksWho = wanted.some((term) => term === 'by' || term === 'who')
  const isPerson = last.some((term) => people.has(term))
  const fit = Math.max(nameFit(wanted, last.slice(-1), last), asksWho && isPerson ? 0.75 : 0)
  const bonus = wanted.some((term) => persons.has(term)) ? 0.1 : 0
  return fit === 0 ? 0 : 0.95 * fit + bonus - (own.includes('email') ? 0.05 : 0)
}
