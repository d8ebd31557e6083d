import {
  type CatalogIndex,
  type Field,
  formatFieldPath,
  isWrite,
  type Operation,
  type SensitivityClass,
  type TypeRef,
} from '@bindery/model'
import { routeOf } from '../ranking/route.ts'

/** A place in an operation's arguments that a parameter may fill. */
export interface ArgumentPlace {
  /** As a binding names it: `owner`, `body.customer.email`. */
  readonly target: string
  /** Argument name, then field names. */
  readonly path: readonly string[]
  readonly place: string
  /** The literal segment before a slot of the route. */
  readonly context: string
  readonly type: TypeRef
  readonly required: boolean
  readonly sensitivity: SensitivityClass
  readonly description: string
  /** It only moves through pages. */
  readonly isPaging: boolean
  /** How far inside the input object it is; 0 for an argument itself. */
  readonly depth: number
}

const mostPlaces = 40
const mostNested = 160
const deepest = 4

/**
 * Places of an operation, arguments first and then fields of its input object breadth-first: 40 arguments, and enough
 * fields that the ones which matter are among them. Credentials and what a provider only reads out are left out.
 */
export function argumentPlaces(operation: Operation, index: CatalogIndex): readonly ArgumentPlace[] {
  const { contexts } = routeOf(operation.provenance)
  const usable = operation.arguments.filter(
    ({ role, sensitivity }) => role !== 'credential' && sensitivity !== 'credential',
  )
  const input = usable.find((argument) =>
    operation.inputArgument === undefined
      ? argument.place === 'body'
      : argument.name === operation.inputArgument,
  )
  const places = usable
    .toSorted((a, b) => Number(b.required) - Number(a.required))
    .filter((argument) => argument !== input || argument.type.kind !== 'object')
    .slice(0, mostPlaces)
    .map(
      (argument): ArgumentPlace => ({
        target: argument.name,
        path: [argument.name],
        place: argument.place,
        context: contexts.get(argument.name) ?? '',
        type: argument.type,
        required: argument.required,
        sensitivity: argument.sensitivity,
        description: argument.description ?? '',
        isPaging: argument.role === 'pagination',
        depth: 0,
      }),
    )
  const fields =
    input?.type.kind === 'object'
      ? fieldPlaces(operation, { path: [input.name], type: input.type }, index)
      : []
  return [...places, ...fields].filter(canBeNamed)
}

const longestTarget = 300
const longestColumn = 128

/** A binding takes no longer names; what has one is for nobody to fill. */
const canBeNamed = ({ target, place }: ArgumentPlace): boolean =>
  target.length <= (place === 'column' ? longestColumn : longestTarget)

interface Node {
  readonly path: readonly string[]
  readonly type: TypeRef
}

function fieldPlaces(operation: Operation, input: Node, index: CatalogIndex): readonly ArgumentPlace[] {
  const places: ArgumentPlace[] = []
  let level: readonly Node[] = [input]
  for (let depth = 1; depth <= deepest && places.length < mostNested; depth++) {
    const next: Node[] = []
    for (const { path, type } of level)
      for (const field of writableFields(type, operation, index)) {
        const place = toPlace([...path, field.name], field, depth)
        next.push(place)
        places.push(place)
      }
    level = next
  }
  return places.slice(0, mostNested)
}

function writableFields(type: TypeRef, operation: Operation, index: CatalogIndex): readonly Field[] {
  const object = type.kind === 'object' ? index.object(type.name) : undefined
  return (object?.fields ?? []).filter(
    ({ access, sensitivity }) =>
      access !== 'read_only' && sensitivity !== 'credential' && isAllowed(sensitivity, operation),
  )
}

/** Columns and fields above `contact` are never written. */
const isAllowed = (sensitivity: SensitivityClass, { effect }: Operation): boolean =>
  !isWrite(effect) || sensitivity === 'none' || sensitivity === 'contact'

function toPlace(path: readonly string[], field: Field, depth: number): ArgumentPlace {
  return {
    target: formatFieldPath(path.map((name) => ({ kind: 'field', name }))),
    path,
    place: 'body',
    context: '',
    type: field.type,
    required: field.required && field.default === undefined,
    sensitivity: field.sensitivity,
    description: field.description ?? '',
    isPaging: false,
    depth,
  }
}
