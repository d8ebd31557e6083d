import {
  findField,
  formatFieldPath,
  indexCatalog,
  parseFieldPath,
  type PathStep,
  type TypeRef,
} from '@bindery/model'
import type { CallStep } from './read-step.ts'

/** A place of an answer, and the type that is described for it. */
export interface AnswerPlace {
  readonly path: readonly PathStep[]
  /** Undefined where nothing is described. */
  readonly type: TypeRef | undefined
}

/** What a pointer leads to in the answer of a step: a number is an item where the description says that there is a list. */
export function answerPlace(pointer: readonly string[], { called }: CallStep): AnswerPlace {
  const { object } = indexCatalog(called.source.catalog)
  let type = called.operation.returns?.type
  const path = pointer.map((name): PathStep => {
    const before = type
    const isItem = /^(?:0|[1-9]\d{0,5})$/.test(name) && before?.kind !== 'object' && before?.kind !== 'map'
    if (isItem) {
      type = before?.kind === 'list' ? before.items : undefined
      return { kind: 'item', index: Number(name) }
    }
    const fields = before?.kind === 'object' ? object(before.name) : undefined
    if (before?.kind === 'map') type = before.values
    else type = fields === undefined ? undefined : (findField(fields, name)?.type ?? fields.additional?.type)
    return { kind: 'field', name }
  })
  return { path, type }
}

/** The same from the row that the step takes; undefined where it stands beside the rows. */
export function placeInStep(pointer: readonly string[], step: CallStep): AnswerPlace | undefined {
  const place = answerPlace(pointer, step)
  if (step.extension?.take === undefined) return place
  const path = withoutRows(place.path, step.extension.rows)
  return path === undefined ? undefined : { path, type: place.type }
}

function withoutRows(
  path: readonly PathStep[],
  rows: NonNullable<CallStep['extension']>['rows'],
): readonly PathStep[] | undefined {
  if (rows === undefined) {
    const first = path.findIndex(({ kind }) => kind === 'item')
    // Without an item it is the list itself, which is every row.
    return first < 0 ? [] : path.slice(first + 1)
  }
  const parsed = parseFieldPath(rows)
  const list = parsed.ok ? parsed.value : []
  const isBelow = formatFieldPath(path.slice(0, list.length)) === formatFieldPath(list)
  if (!isBelow) return undefined
  const [first, ...rest] = path.slice(list.length)
  if (first === undefined) return []
  return first.kind === 'item' ? rest : undefined
}
