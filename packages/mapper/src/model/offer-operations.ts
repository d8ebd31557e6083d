import { isWrite, type Operation } from '@bindery/model'
import { type PreparedGoal, mayServe } from '../prepare-goal.ts'
import type { ScoredOperation } from '../ranking/rank-operations.ts'
import { cleanName, cleanText, estimateTokens } from './clean-text.ts'

/** The operations that a model may choose from, each with the id it answers with. */
export interface Offer {
  readonly operations: readonly OfferedOperation[]
  /** Every operation that may serve the goal is in it. */
  readonly isWhole: boolean
  /** Names of operations whose texts gave orders and were left out. */
  readonly flagged: readonly string[]
}

export interface OfferedOperation {
  readonly id: string
  readonly ranked: ScoredOperation
  readonly line: string
}

/** An index that fits whole is offered whole: a shortlist loses a few in a hundred. */
const mostTokens = 8_000
const shortlist = 150
const mostNames = 4
/** A strict schema takes no more values in an enum. */
const mostOffered = 1_000

/**
 * What may serve a goal, best first by the ranker, deprecated operations last: all of it when its index lines fit in 8,000
 * tokens, else the first 150. Writes are left out unless the goal asks for one.
 */
export function offerOperations(prepared: PreparedGoal): Offer {
  const allowed = prepared.ranked.filter((ranked) => mayServe(prepared.query, ranked))
  const ordered = [...allowed.filter(isCurrent), ...allowed.filter((ranked) => !isCurrent(ranked))]
  const flagged: string[] = []
  const operations: OfferedOperation[] = []
  let tokens = 0
  for (const ranked of ordered) {
    const id = `o${operations.length + 1}`
    const { line, isFlagged } = indexLine(id, ranked.operation)
    tokens += estimateTokens(line)
    if (tokens > mostTokens && operations.length >= shortlist) break
    if (isFlagged) flagged.push(ranked.operation.name)
    operations.push({ id, ranked, line })
  }
  if (tokens <= mostTokens && operations.length <= mostOffered) return { operations, isWhole: true, flagged }
  return { operations: fitting(operations.slice(0, shortlist)), isWhole: false, flagged }
}

/** Lines of long names may not fit even as a shortlist. */
function fitting(operations: readonly OfferedOperation[]): readonly OfferedOperation[] {
  let tokens = 0
  return operations.filter(({ line }) => (tokens += estimateTokens(line)) <= mostTokens)
}

const isCurrent = ({ operation }: ScoredOperation): boolean => operation.deprecated === undefined

/** `o3 listInvoices [read] (customer, status): List invoices`. */
function indexLine(id: string, operation: Operation): { readonly line: string; readonly isFlagged: boolean } {
  const title = cleanText(operation.title ?? operation.description ?? '', 60)
  const name = cleanName(operation.name, 80)
  const names = operation.arguments
    .filter(({ role }) => role === undefined)
    .toSorted((a, b) => Number(b.required) - Number(a.required))
    .slice(0, mostNames)
    .map((argument) => cleanName(argument.name, 24))
  const effect = isWrite(operation.effect) ? operation.effect : 'read'
  const told = title.text === '' || title.text === name ? '' : `: ${title.text}`
  const line = `${id} ${name} [${effect}${isCurrentNote(operation)}] (${names.join(', ')})${told}`
  return { line, isFlagged: title.isFlagged }
}

const isCurrentNote = ({ deprecated }: Operation): string => (deprecated === undefined ? '' : ', deprecated')
