import {
  type FieldPath,
  nearestNames,
  parseFieldPath,
  type PathStep,
  type SensitivityClass,
  stricter,
  type Typed,
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
  | { readonly status: 'over_list'; readonly list: readonly PathStep[]; readonly rest: readonly PathStep[] }

export interface FoundPath {
  readonly status: 'found'
  readonly steps: readonly PathStep[]
  readonly value: Typed
  /** Strictest class of the fields on the way. */
  readonly sensitivity: SensitivityClass
  readonly fields: readonly FieldOf[]
}

/** Follows a path from a value, or from an operation that answers with nothing. */
export function resolvePath(from: Typed | undefined, path: FieldPath, view: CatalogView): PathResolution {
  const parsed = parseFieldPath(path)
  if (!parsed.ok) return { status: 'unreadable', reason: parsed.failure }
  const steps = parsed.value
  if (from === undefined) return { status: 'unreadable', reason: 'The operation answers with nothing.' }
  if (isTypeBlocked(from.type, view)) return { status: 'blocked', name: nameOf(steps[0]) }
  const walk: Walk = { steps, view }
  let found: FoundPath = { status: 'found', steps, value: from, sensitivity: 'none', fields: [] }
  for (const index of steps.keys()) {
    const next = follow(found, index, walk)
    if (next.status !== 'found') return next
    found = next
  }
  return found
}

interface Walk {
  readonly steps: readonly PathStep[]
  readonly view: CatalogView
}

function follow(found: FoundPath, index: number, { steps, view }: Walk): PathResolution {
  const step = steps[index]
  const { type, nullable } = found.value
  if (step?.kind === 'item' && type.kind === 'list') {
    return { ...found, value: { type: type.items, nullable: true } }
  }
  const name = nameOf(step)
  const next = stepInto(type, name, view)
  switch (next.status) {
    case 'blocked':
      return { status: 'blocked', name }
    case 'list':
      return { status: 'over_list', list: steps.slice(0, index), rest: steps.slice(index) }
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
        value: { type: next.value.type, nullable: nullable || next.value.nullable || !next.isCertain },
        sensitivity: next.fields.map(({ field }) => field.sensitivity).reduce(stricter, found.sensitivity),
        fields,
      }
    }
  }
}

function nameOf(step: PathStep | undefined): string {
  if (step === undefined) return '$'
  return step.kind === 'field' ? step.name : String(step.index)
}
