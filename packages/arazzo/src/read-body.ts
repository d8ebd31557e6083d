import { isJsonObject, type Json, parseJson, parsePointer } from '@bindery/model'
import { evaluate, holdsExpression, type Scope } from './evaluate.ts'
import type { Findings } from './findings.ts'
import type { CalledOperation } from './find-operation.ts'
import type { InputTable } from './input-table.ts'
import { type Located, Node } from './node.ts'
import { bodyArgument, type PlacedValue } from './placed-value.ts'

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
  const { value, members, path } = placed
  const names = value.from === 'caller' && members.length < mostDepth ? inputs.membersOf(value) : []
  if (value.from !== 'caller' || names.length === 0) return [placed]
  findings.info(
    'input_spread',
    path,
    `Callers give the members of "${[value.name, ...value.pointer].join('.')}" one by one: ${names.join(', ')}.`,
  )
  return names.flatMap((name) => {
    const inner = { ...value, pointer: [...value.pointer, name] }
    return spread({ ...placed, members: [...members, name], value: inner }, { inputs, findings })
  })
}

const mostDepth = 6
