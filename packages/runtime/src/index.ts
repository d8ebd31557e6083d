export { apartIn } from './apart-in.ts'
export { callHash, keyHash } from './call-hash.ts'
export { describeAct, listValues } from './describe-act.ts'
export { describeGates, type GateDemand } from './describe-gates.ts'
export { gates } from './gate-order.ts'
export { needsVerifiedCaller } from './gates/identity.ts'
export { type ConfirmationNeed, confirmationNeed } from './confirmation-need.ts'
export { memoryPorts, type MemoryPorts, type StatePorts } from './memory-ports.ts'
export {
  type CallCountKey,
  type CallPlace,
  type Confirmations,
  type ConnectionRequest,
  type ConversationKey,
  type ConversationTurn,
  type ConversationTurns,
  type ExecutionIntent,
  type ExecutionLedger,
  type RestoredLedger,
  type Hold,
  keptOf,
  type LedgerQuestion,
  type LedgerVerdict,
  type PreviewConnection,
  type RateLimitKey,
  type RateLimits,
  type RateLimitVerdict,
  type RunEnding,
  type RunnableSkill,
  type RunPorts,
  type SuccessfulCalls,
} from './ports.ts'
export { previewSkill, type PreviewResult } from './preview-skill.ts'
export { destinationsOf, isSamePlace, providerMoved } from './reach-providers.ts'
export { recallRun } from './recall-run.ts'
export { runSkill } from './run-skill.ts'
export { type KeptAnswer, type KeptOne, type Trial, tryAnswer } from './try-answer.ts'
export { readsUnchecked } from './steps/guarded-write.ts'
