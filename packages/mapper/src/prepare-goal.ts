import { failure, isWrite, type Result, type SchemaCatalog, success } from '@bindery/model'
import { actAgreement, namesAct } from './meaning/act-agreement.ts'
import { allowsOperation } from './decisions.ts'
import { guardGoal } from './goal/guard-goal.ts'
import { indexOperations, type OperationIndex } from './ranking/operation-index.ts'
import { type GoalText, type Query, readQuery } from './ranking/query.ts'
import { rankQuery, type ScoredOperation } from './ranking/rank-operations.ts'

/** A goal read against a catalog: what it means, and which operations may serve it, best first. */
export interface PreparedGoal {
  readonly goal: GoalText
  readonly index: OperationIndex
  readonly query: Query
  readonly ranked: readonly ScoredOperation[]
}

/** What is ranked: what the goal's grammar allows, or all that the caller does, where somebody else says what it asks for. */
export type Ranked = 'by_grammar' | 'all'

/** Guards and reads a goal and ranks the operations of a catalog for it; fails with the reason a person can act on. */
export function prepareGoal(
  request: GoalText,
  catalog: SchemaCatalog,
  kinds: Ranked = 'by_grammar',
): Result<PreparedGoal, string> {
  const guarded = guardGoal(request.goal)
  if (!guarded.ok) return guarded
  const goal = { ...request, goal: guarded.value }
  const index = indexOperations(catalog)
  const query = readQuery(goal, index)
  const isOpen = kinds === 'all' && request.isWrite !== false
  const ranked = rankQuery(index, isOpen ? withEffect(query, 'unclear') : query).filter(
    (entry) =>
      allowsOperation(goal.decisions ?? [], entry.operation.name) &&
      (isOpen || query.intent.effect !== 'write' || mayServe(query, entry)),
  )
  if (ranked.length > 0) return success({ goal, index, query, ranked })
  return failure(
    query.intent.effect === 'read'
      ? 'The catalog has no operation that reads.'
      : 'The catalog has no operation that can be used.',
  )
}

/** A query that asks for something else than its goal's grammar says. */
export const withEffect = (query: Query, effect: Query['intent']['effect']): Query => ({
  ...query,
  intent: { ...query.intent, effect },
})

/**
 * Whether a goal may have what an operation does: a goal that reads has no write. One that leaves it open may have one whose act it
 * names, disabled and with a question. What certainly makes something new serves no goal that changes or ends what is there.
 */
export function mayServe(
  { intent, words }: Query,
  { operation }: Pick<ScoredOperation, 'operation'>,
): boolean {
  if (!isWrite(operation.effect)) return true
  const isNew = operation.effect === 'create' && isProved(operation)
  if (intent.effect === 'unclear' && !namesAct(words, operation)) return false
  return intent.effect !== 'read' && !(isNew && intent.isAboutExisting)
}

/** A goal that changes or ends what is there is served by no read: its draft would look like done, and nothing would be. */
export function onlyReads({ intent }: Query, { operation }: Pick<ScoredOperation, 'operation'>): boolean {
  const isAct = intent.isAboutExisting || actAgreement(intent.act, operation) === 'unlike'
  return intent.effect === 'write' && isAct && !isWrite(operation.effect)
}

/** The protocol itself proves what it does: an insert into a table. */
const isProved = ({ effectEvidence = [] }: ScoredOperation['operation']): boolean =>
  effectEvidence[0]?.certainty === 'exact'
