export { adviceFor } from './advice.ts'
export type { ApiReference, DescribedApi, OperationFacts } from './api-reference.ts'
export type { Backups } from './backups.ts'
export {
  checkEnvironment,
  type EnvironmentRule,
  type EnvironmentRuleName,
  nameOfRule,
} from './environment-rule.ts'
export { EventLog } from './event-log.ts'
export { loadIntegration, requireIntegration } from './find-integration.ts'
export { newAgentId, newCatalogId, newId, newOrganizationId, newSkillId } from './ids.ts'
export type {
  CatalogCounts,
  IntrospectionEnd,
  IntrospectionSink,
  IntrospectionTask,
  Introspector,
  OpinionTask,
  QuarantinedOperation,
  ReadPage,
} from './introspector.ts'
export type { ListMeta } from './list-meta.ts'
export type { Everything, Needs } from './needs.ts'
export { type ListName, pageOf, readList } from './page.ts'
export { requireEnvironment, requireScope } from './permissions.ts'
export { checkPlan } from './plan-limits.ts'
export type { Principal } from './principal.ts'
export { principalOfKey } from './principal-of-key.ts'
export { remedy, type Remedies, type RemedyName } from './remedies.ts'
export { type Problem, toPlatformError, toProblem, toProblemEntry } from './problem.ts'
export { ProcessPresence } from './process-presence.ts'
export { requireAgent, requireSkill } from './require-skill.ts'
export { RunCache } from './run-cache.ts'
export { type RequiredScope, type Scope, scopes } from './scopes.ts'
export {
  AgentParams,
  AllowedOriginsInput,
  AllowedOriginsView,
  AuditedReason,
  EnvironmentName,
  JsonData,
  JsonObjectData,
  KindParams,
  optionalTimestamp,
  PageQuery,
  queryBoolean,
  SkillParams,
  TestResult,
  timestamp,
  uuid,
} from './shapes.ts'
export { toldByEnvironment } from './environment-rule.ts'
export { isToldOf } from './environment-rule.ts'
export { StreamPlaces } from './stream-places.ts'
export type { ModelFact, SettingFact, SystemFacts, SystemReport } from './system-facts.ts'
export { toValidationError } from './validation-error.ts'
export type {
  Answer,
  Asked,
  Asking,
  BegunSession,
  Context,
  Flow,
  Outcome,
  UseCase,
  UseCaseDocumentation,
} from './use-case.ts'
export { useCase } from './use-case.ts'
