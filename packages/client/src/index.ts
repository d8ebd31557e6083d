export type * from './api.gen.ts'
export * from './values.gen.ts'
export {
  type AgentClient,
  type AgentClientOptions,
  createAgentClient,
  type RunOptions,
  type RunOutcome,
  type SkillType,
} from './agent-client.ts'
export { patiently, type Patience } from './patiently.ts'
export {
  type Answered,
  type Client,
  type ClientOptions,
  createApiClient,
  settle,
  unwrap,
} from './api-client.ts'
export { curlOf, curlOfRequest } from './curl.ts'
export { ProblemError } from './problem-error.ts'
