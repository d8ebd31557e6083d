import { holdsAny, mayBeNull } from '@bindery/expression'
import {
  type FieldPath,
  formatFieldPath,
  nearestNames,
  parseFieldPath,
  type PathStep,
  type ReverseStep,
  type SensitivityClass,
  stricter,
  type Typed,
  type TypeRef,
} from '@bindery/model'
import { type CatalogView, isTypeBlocked } from './catalog-view.ts'
import { type FieldOf, stepInto } from './step-into.ts'

/** Where an authored path leads, or why it does not. */
export type PathResolution =
  | FoundPath
  | { readonly status: 'unreadable'; readonly reason: string }
  | {
      readonly status: 'not_found'
      readonly name: string
      /** Steps before the one that fails. */
      readonly before: readonly PathStep[]
      readonly after: readonly PathStep[]
      readonly suggestions: readonly string[]
    }
  | { readonly status: 'blocked'; readonly name: string }
  | {
      readonly status: 'over_list'
      readonly list: readonly PathStep[]
      readonly rest: readonly PathStep[]
      /** The list is the rows of another table. */
      readonly reverse?: ReverseStep
    }

export interface FoundPath {
  readonly status: 'found'
  /** With the shape that each leads out of, where only one is described. */
  readonly steps: readonly PathStep[]
  /** After how many of the steps there is always a value, wherever what holds it is there; 0 is where the path begins. */
  readonly present: readonly number[]
  readonly value: Typed
  /** Strictest class of the fields on the way. */
  readonly sensitivity: SensitivityClass
  readonly fields: readonly FieldOf[]
  /** The last step of the path that leads to rows of another table, if one does. */
  readonly reverse?: ReverseStep
}

/** Follows a path from a value, or from an operation that answers with nothing. */
export function resolvePath(from: Typed | undefined, path: FieldPath, view: CatalogView): PathResolution {
  const parsed = parseFieldPath(path)
  if (!parsed.ok) return { status: 'unreadable', reason: parsed.failure }
  const steps = parsed.value
  if (from === undefined) return { status: 'unreadable', reason: 'The operation answers with nothing.' }
  if (isTypeBlocked(from.type, view)) return { status: 'blocked', name: nameOf(steps[0]) }
  const walk: Walk = { steps, view }
  let found: FoundPath = {
    status: 'found',
    steps: [],
    present: mayBeNull(from) ? [] : [0],
    value: from,
    sensitivity: 'none',
    fields: [],
  }
  for (const index of steps.keys()) {
    const next = follow(found, index, walk)
    if (next.status !== 'found') return next
    found = next
  }
  return { ...found, value: { ...found.value, nullable: mayBeNull(found.value) } }
}

/** Whole paths with a name in the place of the one that leads nowhere. */
export const wholePaths = ({
  before,
  after,
  suggestions,
}: Extract<PathResolution, { readonly status: 'not_found' }>): readonly string[] =>
  suggestions.map((name) => formatFieldPath([...before, { kind: 'field', name }, ...after]))

const withStep = ({ present }: FoundPath, index: number, isPresent: boolean): FoundPath['present'] =>
  isPresent ? [...present, index + 1] : present

interface Walk {
  readonly steps: readonly PathStep[]
  readonly view: CatalogView
}

function follow(found: FoundPath, index: number, { steps, view }: Walk): PathResolution {
  const step = steps[index]
  const { type, nullable } = found.value
  if (step?.kind === 'item' && type.kind === 'list') {
    const taken: PathStep = { ...step, from: 'list' }
    return {
      ...found,
      steps: [...found.steps, taken],
      present: withStep(found, index, !mayBeNull({ type: type.items, nullable: type.itemsNullable })),
      // The list may be shorter.
      value: { type: type.items, nullable: true },
    }
  }
  const name = nameOf(step)
  const next = stepInto(type, name, view)
  switch (next.status) {
    case 'blocked':
      return { status: 'blocked', name }
    case 'list':
      return {
        status: 'over_list',
        list: steps.slice(0, index),
        rest: steps.slice(index),
        ...(found.reverse === undefined ? {} : { reverse: found.reverse }),
      }
    case 'unknown':
      return {
        status: 'not_found',
        name,
        before: steps.slice(0, index),
        after: steps.slice(index + 1),
        suggestions: nearestNames(name, next.names),
      }
    case 'found': {
      const fields = [...found.fields, ...next.fields]
      return {
        ...found,
        steps: step === undefined ? found.steps : [...found.steps, withShape(step, type)],
        present: withStep(found, index, next.isCertain && !mayBeNull(next.value)),
        value: { type: next.value.type, nullable: nullable || next.value.nullable || !next.isCertain },
        sensitivity: next.fields.map(({ field }) => field.sensitivity).reduce(stricter, found.sensitivity),
        fields,
        ...(next.reverse === undefined ? {} : { reverse: next.reverse }),
      }
    }
  }
}

/** A union of objects is an object; one that may also be text, such as an object or its id, is no certain shape. */
function withShape(step: PathStep, type: TypeRef): PathStep {
  if (step.kind !== 'field' || holdsAny(type)) return step
  return { ...step, from: isObject(type) ? 'object' : 'union' }
}

/** Whether every value of a type is an object. */
export function isObject(type: TypeRef): boolean {
  if (type.kind === 'union') return type.members.length > 0 && type.members.every(isObject)
  return type.kind === 'object' || type.kind === 'map'
}

function nameOf(step: PathStep | undefined): string {
  if (step === undefined) return '$'
  return step.kind === 'field' ? step.name : String(step.index)
}
