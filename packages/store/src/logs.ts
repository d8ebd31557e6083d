export {
  type AgentHour,
  listAgentHours,
  listExecutionHours,
  listSkillRuns,
  type RunsOf,
} from './statements/execution-stats.ts'
export { findLastEntry, listRunEvents, type RunEvent } from './statements/run-events.ts'
export { databaseSize } from './statements/database-size.ts'
