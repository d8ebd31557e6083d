export { callHash } from './call-hash.ts'
export { gates } from './gate-order.ts'
export { memoryPorts, type MemoryPorts, type StatePorts } from './memory-ports.ts'
export {
  type Confirmations,
  type ConnectionRequest,
  type ConversationKey,
  type ConversationTurn,
  type ConversationTurns,
  type ExecutionIntent,
  type ExecutionLedger,
  type LedgerQuestion,
  type LedgerVerdict,
  type PreviewConnection,
  type RateLimitKey,
  type RateLimits,
  type RateLimitVerdict,
  type RunnableSkill,
  type RunPorts,
} from './ports.ts'
export { previewSkill, type PreviewResult } from './preview-skill.ts'
export { runSkill } from './run-skill.ts'
