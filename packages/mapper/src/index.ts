export { type LineDecision } from './decisions.ts'
export { type DraftLine, type Strength } from './draft/lines.ts'
export { type DraftQuestion } from './draft/questions.ts'
export { type UnmetPart } from './draft/unmet.ts'
export { guardGoal } from './goal/guard-goal.ts'
export { mapGoal } from './map-goal.ts'
export { type AbstainedGoal, type MappedGoal, type MappingTools, type StepsTools } from './mapped-goal.ts'
export { type AnswerCache, type StepFailure } from './model/ask.ts'
export { type BudgetLimits, type MappingUsage, standardBudget } from './model/budget.ts'
export { type ChatAnswer, type ChatModel, type ChatQuestion, type ChatUsage } from './model/chat-model.ts'
export {
  mapGoalWithModel,
  type ModelMapping,
  type ModelTools,
} from './model/map-goal-with-model.ts'
export { fallbackMessage } from './model/fallback-message.ts'
export { type MappingEvent, type MappingStage } from './model/mapping-event.ts'
export { openAiChat, type OpenAiOptions } from './model/openai-chat.ts'
export { promptVersion } from './model/prompt-version.ts'
export { indexOperations, indexOperationsInSteps, type OperationIndex } from './ranking/operation-index.ts'
export { type GoalText } from './ranking/query.ts'
export { type RankedOperation, rankOperations, searchOperations } from './ranking/rank-operations.ts'
export { remapBinding, type RemapTask } from './remap-binding.ts'
