export { guardGoal } from './goal/guard-goal.ts'
export { indexOperations, type OperationIndex } from './ranking/operation-index.ts'
export { type GoalText } from './ranking/query.ts'
export { type RankedOperation, rankOperations } from './ranking/rank-operations.ts'
