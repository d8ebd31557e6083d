import { type CatalogIndex, indexCatalog, isWrite, type Operation } from '@bindery/model'
import { argumentPlaces } from '../assignment/places.ts'
import type { PreparedGoal } from '../prepare-goal.ts'
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
 * What may serve a goal, reads and writes alike unless the caller said that it only reads: all of it in the catalog's own
 * order when its index lines fit in 8,000 tokens, so that prompts of one catalog begin alike; else the first 150 of the
 * ranking. Deprecated operations come last.
 */
export function offerOperations(prepared: PreparedGoal): Offer {
  const { ranked: all, index } = prepared
  const catalog = indexCatalog(index.catalog)
  const ordered = [...all.filter(isCurrent), ...all.filter((ranked) => !isCurrent(ranked))]
  const flagged: string[] = []
  const operations: OfferedOperation[] = []
  let tokens = 0
  for (const ranked of ordered) {
    const id = `o${operations.length + 1}`
    const { line, isFlagged } = indexLine(id, ranked.operation, catalog)
    tokens += estimateTokens(line)
    if (tokens > mostTokens && operations.length >= shortlist) break
    if (isFlagged) flagged.push(ranked.operation.name)
    operations.push({ id, ranked, line })
  }
  if (tokens <= mostTokens && operations.length <= mostOffered)
    return { operations: inCatalogOrder(operations, prepared), isWhole: true, flagged }
  return { operations: fitting(operations.slice(0, shortlist)), isWhole: false, flagged }
}

/** The same lines under the same ids for every goal. */
function inCatalogOrder(
  operations: readonly OfferedOperation[],
  { index }: PreparedGoal,
): readonly OfferedOperation[] {
  const catalog = indexCatalog(index.catalog)
  const order = new Map(index.operations.map(({ entry }, at) => [entry.operation, at]))
  const placeOf = ({ ranked }: OfferedOperation): number => order.get(ranked.operation) ?? 0
  return operations
    .toSorted((a, b) => placeOf(a) - placeOf(b))
    .map(({ ranked }, at) => ({
      id: `o${at + 1}`,
      ranked,
      line: indexLine(`o${at + 1}`, ranked.operation, catalog).line,
    }))
}

/** Lines of long names may not fit even as a shortlist. */
function fitting(operations: readonly OfferedOperation[]): readonly OfferedOperation[] {
  let tokens = 0
  return operations.filter(({ line }) => (tokens += estimateTokens(line)) <= mostTokens)
}

const isCurrent = ({ operation }: ScoredOperation): boolean => operation.deprecated === undefined

/** `o3 listInvoices [read] (customer, status): List invoices`; of a write the fields of its input. */
function indexLine(
  id: string,
  operation: Operation,
  catalog: CatalogIndex,
): { readonly line: string; readonly isFlagged: boolean } {
  const title = cleanText(operation.title ?? operation.description ?? '', 60)
  const name = cleanName(operation.name, 80)
  const kept = new Set(operation.arguments.filter(({ role }) => role !== undefined).map((each) => each.name))
  const names = argumentPlaces(operation, catalog)
    .filter(
      ({ depth, target, place }) => depth <= 1 && !(depth === 0 && (kept.has(target) || place === 'body')),
    )
    .toSorted((a, b) => Number(b.required) - Number(a.required))
    .slice(0, mostNames)
    .map(({ path }) => cleanName(path.at(-1) ?? '', 24))
  const effect = effectText(operation)
  const told = title.text === '' || title.text === name ? '' : `: ${title.text}`
  const line = `${id} ${name} [${effect}${isCurrentNote(operation)}] (${names.join(', ')})${told}`
  return { line, isFlagged: title.isFlagged }
}

/** A write that only its method makes one may read all the same: a search by POST. */
const effectText = ({ effect, effectOrigin }: Operation): string => {
  if (!isWrite(effect)) return 'read'
  return effectOrigin === 'inferred' ? `${effect}, not declared` : effect
}

const isCurrentNote = ({ deprecated }: Operation): string => (deprecated === undefined ? '' : ', deprecated')
