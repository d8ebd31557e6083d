import type { Operation } from '@bindery/model'
import { routeOf } from '../ranking/route.ts'
import type { AnswerPath } from './answer-paths.ts'
import { nameTerms } from './name-fit.ts'

/** What an answer is built around. */
export interface AnswerShape {
  /** What the operation is about. */
  readonly about: readonly string[]
  /** The answer is one record with fields of its own, so that its lists are beside the point. */
  readonly isRecord: boolean
}

export function answerShape(operation: Operation, paths: readonly AnswerPath[]): AnswerShape {
  const about = [
    ...nameTerms(operation.object ?? ''),
    ...nameTerms(routeOf(operation.provenance).literals.at(-1) ?? ''),
  ]
  return { about, isRecord: isRecord(paths) && !isPage(paths, about) }
}

const enoughFields = 5

const isRecord = (paths: readonly AnswerPath[]): boolean =>
  paths.filter(({ names, lists }) => names.length === 1 && lists.length === 0).length >= enoughFields

const rowNames = new Set([
  'items',
  'data',
  'results',
  'nodes',
  'values',
  'records',
  'entries',
  'rows',
  'list',
])

/** The answer is a page around the rows that the operation is about. */
function isPage(paths: readonly AnswerPath[], about: readonly string[]): boolean {
  const lists = paths.flatMap(({ names, lists: at }) => (at[0] === 1 ? [names[0] ?? ''] : []))
  return lists.some((name) => rowNames.has(name) || nameTerms(name).some((term) => about.includes(term)))
}
