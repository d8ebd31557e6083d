import { isJsonObject, type Json, parseJson, parsePointer } from '@bindery/model'
import { evaluate, holdsExpression, type Scope } from './evaluate.ts'
import type { Findings } from './findings.ts'
import type { CalledOperation } from './find-operation.ts'
import type { InputTable } from './input-table.ts'
import { type Located, Node } from './node.ts'
import { bodyArgument, type PlacedValue } from './placed-value.ts'
import type { GivenValue } from './value.ts'

/** Most values that are looked at of one body: far more than a step can be given. */
const mostValues = 300

interface Reading {
  readonly scope: Scope
  readonly inputs: InputTable
  readonly findings: Findings
  /** Our extension says how it is given. */
  readonly isOurs: boolean
}

/** The values of a body, each at the member that it is. */
export function readBody(item: Located, called: CalledOperation, reading: Reading): readonly PlacedValue[] {
  const { findings } = reading
  const read = Node.read(item, findings, (node): readonly PlacedValue[] => {
    const contentType = node.text('contentType')
    const payload = node.json('payload')
    const replaced = readReplacements(node.list('replacements'), reading)
    const argument = bodyArgument(called.operation)
    if (argument === undefined) {
      findings.error('body_unknown', node.path, `"${called.operation.name}" takes no body.`)
      return []
    }
    const { mediaType } = called.address
    if (contentType !== undefined && mediaType !== undefined && plain(contentType) !== plain(mediaType))
      findings.warning(
        'content_type_other',
        node.at('contentType'),
        `The body is sent as ${mediaType}, as the description of the provider says.`,
      )
    const base = payload === undefined ? [] : readPayload(payload, { argument, reading })
    if (base.length + replaced.length > mostValues) {
      findings.error('inputs_too_many', node.path, `The body has more than ${mostValues} values.`)
      return []
    }
    const covered = (value: PlacedValue): boolean =>
      replaced.some(({ members }) => members.every((name, at) => value.members[at] === name))
    return [...base.filter((value) => !covered(value)), ...replaced.map((value) => ({ ...value, argument }))]
  })
  return read ?? []
}

const plain = (mediaType: string): string => mediaType.split(';')[0]?.trim().toLowerCase() ?? ''

function readReplacements(
  items: readonly Located[],
  { scope, findings }: Reading,
): readonly Omit<PlacedValue, 'argument'>[] {
  return items.flatMap((item) => {
    const read = Node.read(item, findings, (node) => {
      const target = node.required('target')
      const value = node.json('value')
      const members = target === undefined ? undefined : parsePointer(target)
      if (members === undefined || members.length === 0 || value === undefined) {
        findings.error(
          'value_unsaid',
          node.path,
          'A replacement has a "value" and a JSON Pointer as its "target".',
        )
        return undefined
      }
      return { members, value: evaluate(value, scope, findings), path: node.path }
    })
    return read ?? []
  })
}

interface Payload {
  readonly argument: string
  readonly reading: Reading
}

function readPayload(payload: Located, place: Payload): readonly PlacedValue[] {
  const value = parsed(payload)
  return placeMembers({ value, path: payload.path }, [], place)
}

/** A payload that is written as a text of JSON. */
function parsed({ value }: Located): Json {
  if (typeof value !== 'string' || !value.trim().startsWith('{') || value.trim().startsWith('{$'))
    return value
  try {
    return parseJson(value)
  } catch {
    return value
  }
}

function placeMembers(
  { value, path }: Located,
  members: readonly string[],
  place: Payload,
): readonly PlacedValue[] {
  const { argument, reading } = place
  const isOpen = isJsonObject(value) && (members.length === 0 || holdsExpression(value))
  if (!isOpen) {
    const found = evaluate({ value, path }, reading.scope, reading.findings)
    const placed = { argument, members, value: found, path }
    return reading.isOurs ? [placed] : spread(placed, reading)
  }
  return Object.entries(value).flatMap(([name, member]) =>
    placeMembers({ value: member, path: [...path, name] }, [...members, name], place),
  )
}

/** An object that the caller gives is given member by member: parameters of skills are flat. */
function spread(
  placed: PlacedValue,
  { inputs, findings }: Pick<Reading, 'inputs' | 'findings'>,
): readonly PlacedValue[] {
  const { value, path } = placed
  if (value.from !== 'caller' || inputs.membersOf(value).length === 0) return [placed]
  const name = [value.name, ...value.pointer].join('.')
  const leaves = leavesOf(placed, value, inputs)
  if (leaves === undefined) {
    const message = `"${name}" has more than ${mostLeaves} members, or holds itself: say in the body which of them are given.`
    findings.error('input_spread', path, message)
    return [placed]
  }
  const said = leaves.map(({ members }) => members.slice(placed.members.length).join('.')).join(', ')
  findings.info('input_spread', path, `Callers give the members of "${name}" one by one: ${said}.`)
  return leaves
}

/** Most inputs of a step. */
const mostLeaves = 60

/** The members of an object that have none themselves; undefined for more than a step can have. */
function leavesOf(
  placed: PlacedValue,
  whole: GivenValue,
  inputs: InputTable,
): readonly PlacedValue[] | undefined {
  const leaves: PlacedValue[] = []
  const open: (readonly [PlacedValue, GivenValue])[] = [[placed, whole]]
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    const [place, value] = next
    const names = inputs.membersOf(value)
    if (names.length === 0) leaves.push(place)
    if (leaves.length + open.length + names.length > mostLeaves) return undefined
    for (const name of names) {
      const inner = { ...value, pointer: [...value.pointer, name] }
      open.push([{ ...place, members: [...place.members, name], value: inner }, inner])
    }
  }
  return leaves
}
