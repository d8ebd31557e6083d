import { formatFieldPath, type PathStep } from '@bindery/model'
import type { AnswerPath } from './answer-paths.ts'

/** Where an output's rows stand, and the path of the leaf in a row; lists inside rows give their first item. */
export interface RowPath {
  /** Path of the list; undefined when the leaf stands in no list. */
  readonly list: string | undefined
  readonly path: string
}

export function rowPathOf({ names, lists }: AnswerPath): RowPath {
  const [first] = lists
  const inner = new Set(lists.slice(1))
  const from = first ?? 0
  const steps = names.slice(from).flatMap((name, at): readonly PathStep[] => {
    const field: PathStep = { kind: 'field', name }
    return at > 0 && inner.has(from + at) ? [{ kind: 'item', index: 0 }, field] : [field]
  })
  if (first === undefined) return { list: undefined, path: formatFieldPath(steps) }
  const list = formatFieldPath(names.slice(0, first).map((name) => ({ kind: 'field', name })))
  return { list: list === '' ? '$' : list, path: formatFieldPath(steps) }
}

/** The way from the whole answer to a leaf, as people read it: `items.name`. */
export function answerPathText(path: AnswerPath): string {
  const { list, path: rest } = rowPathOf(path)
  if (list === undefined) return rest
  return list === '$' ? rest : `${list}.${rest}`
}
