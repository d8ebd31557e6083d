export { type AuditEvent, listAuditBackwards, watchAudit } from './audit-log.ts'
export * from './audit-actions.ts'
export type { PageWindow, RowPage } from './keyset.ts'
export {
  ActionLinkRow,
  deleteSharedAction,
  findActionLink,
  findSharedAction,
  insertActionLink,
  insertSharedAction,
  listActionLinks,
  listLinksOfAgent,
  listSharedActions,
  lockSharedActions,
  pageSharedActions,
  rewriteActionLink,
  rewriteSharedAction,
  SharedActionRow,
} from './tables/actions.ts'
export {
  type AgentChange,
  AgentRow,
  deleteAgent,
  findAgent,
  findAgentByName,
  findVersion,
  findVersionContents,
  insertAgent,
  listVersions,
  lockAgent,
  type NewAgent,
  pageAgents,
  pageVersions,
  pointAgent,
  setCallerVerification,
  setDynamicContext,
  setGuardrails,
  touchAgent,
  updateAgent,
  VersionRow,
} from './tables/agents.ts'
export {
  type AutomapDecisionRow,
  draftStates,
  findAutomapAnswer,
  findAutomapDraft,
  insertAutomapDraft,
  listAutomapDecisions,
  type ListedDraftRow,
  pageDrafts,
  saveAutomapAnswer,
  saveAutomapDecision,
} from './tables/automap.ts'
export {
  ApiKeyRow,
  deleteApiKey,
  findApiKey,
  findApiKeyByDigest,
  findApiKeyOf,
  insertApiKey,
  keepFirstKey,
  type NewApiKey,
  pageApiKeys,
  replaceApiKeyDigest,
  touchApiKey,
} from './tables/api-keys.ts'
export {
  AuthConnectorRow,
  ConnectorEnvironmentRow,
  deleteAuthConnector,
  findAuthConnector,
  insertAuthConnector,
  listConnectorEnvironments,
  listConnectorUses,
  lockAuthConnector,
  pageAuthConnectors,
  removeConnectorEnvironment,
  renameAuthConnector,
  setConnectorEnvironment,
} from './tables/auth-connectors.ts'
export {
  type CatalogPage,
  CatalogPages,
  CatalogRow,
  dropUnusedPages,
  findCatalog,
  findCatalogByHash,
  findCatalogBySource,
  findCatalogPages,
  insertCatalog,
  listCatalogs,
  listEnvironmentCatalogs,
  listOlderEffects,
  type NewCatalog,
  pageCatalogIssues,
  renewSource,
  pointEnvironment,
} from './tables/catalogs.ts'
export {
  confirmationStatuses,
  decideConfirmation,
  findConfirmation,
  findWaitingConfirmation,
  voidConfirmation,
  forgetExpiredReads,
  insertConfirmation,
  pageConfirmations,
  reopenConfirmation,
  type StoredConfirmation,
} from './tables/confirmations.ts'
export {
  type ContextKey,
  type ContextRow,
  forgetContexts,
  settleContext,
} from './tables/conversation-contexts.ts'
export {
  completeDocuments,
  documentChunkBytes,
  documentChunksPerRead,
  insertDocument,
  insertDocumentChunk,
  listDocuments,
  readDocumentChunks,
} from './tables/documents.ts'
export {
  closeSkillDrifts,
  decideSkillDrift,
  driftStatuses,
  findDrifting,
  findOpenDrift,
  isAcknowledged,
  keepRenameDecision,
  keepSkillDrift,
  listDriftsOfAgent,
  listRenameDecisions,
  pageOpenDrifts,
  renameDecisions,
  saveDriftRepair,
  SkillDriftRow,
} from './tables/drift.ts'
export { ExecutionRow, findExecution, pageExecutions } from './tables/executions.ts'
export { pageReview, type ReviewRow, type ReviewType, reviewTypes } from './tables/review.ts'
export { releaseGrantLease, replaceGrant, requireReconnect, takeGrantLease } from './tables/grants.ts'
export { listAllowedOrigins, type OriginOwner, setAllowedOrigins } from './tables/credential-origins.ts'
export {
  hasRefusedCredential,
  markCredentialAccepted,
  markCredentialRefused,
} from './tables/refused-credentials.ts'
export {
  deleteIntegration,
  findIntegration,
  findIntegrationById,
  findRecheckedHash,
  insertIntegration,
  IntegrationRow,
  listIntegrations,
  pageIntegrations,
  setRecheckedHash,
  setScoping,
  setEffects,
  setSensitivity,
  updateIntegration,
} from './tables/integrations.ts'
export * from './tables/environments.ts'
export * from './tables/environment-statistics.ts'
export {
  findJob,
  finishJob,
  insertJob,
  type JobEnd,
  JobEventRow,
  JobRow,
  listJobEvents,
  listNewestJobs,
  releaseJob,
} from './tables/jobs.ts'
export { giveCallBack, releaseTurn } from './tables/limits.ts'
export { insertOAuthFlow, type OAuthFlowRow } from './tables/oauth-flows.ts'
export {
  findFirstOrganization,
  findOrganization,
  insertOrganization,
  listOrganizations,
} from './tables/organizations.ts'
export {
  deleteSecret,
  findSecret,
  insertSecret,
  listSecretReferences,
  lockSecret,
  pageSecrets,
  SecretReferenceRow,
  SecretRow,
  touchSecrets,
  updateSecret,
} from './tables/secrets.ts'
export { deleteSession, deleteSessionsOfKey, findSession, insertSession } from './tables/sessions.ts'
export {
  deleteSkillTest,
  insertSkillTest,
  listSkillTests,
  listTestsOfAgent,
  skillTestOrigins,
  SkillTestRow,
} from './tables/skill-tests.ts'
export {
  deleteSkill,
  findSkill,
  findSkillByName,
  findSkillBlob,
  findStaleness,
  insertSkill,
  keepSkillBlob,
  listManagedSkills,
  listSkills,
  listSkillsOfIntegration,
  pageSkills,
  releaseFunctionNames,
  restoreSkill,
  rewriteSkill,
  setSkillAside,
  setSkillEnabled,
  setSkillExposure,
  setSkillManager,
  setSkillFreshness,
  type SkillExposure,
  skillExposures,
  skillOrigins,
  SkillRow,
  skillStatuses,
} from './tables/skills.ts'
export {
  findByIdempotencyKey,
  type FinishedExecution,
  insertIntent,
  type KnownExecution,
  markOverdueUnknown,
  type NewIntent,
  resumeIntent,
  saveExecutions,
} from './statements/intents.ts'
export { insertCatalogIssues, insertCatalogPages } from './statements/insert-catalog-parts.ts'
export { replaceCatalog } from './statements/replace-catalog.ts'
export { appendJobEvent, cancelJob, claimJob, extendLease } from './statements/job-steps.ts'
export { takeCall, takeFromLimit, takeTurn } from './statements/take-limits.ts'
export { countAttempt } from './statements/count-attempt.ts'
export { takeContext } from './statements/take-context.ts'
export { takeRequestKey } from './statements/take-request-key.ts'
export { spendConfirmation } from './statements/spend-confirmation.ts'
export { type AgentFacts, listAgentFacts } from './statements/agent-facts.ts'
export { type IntegrationFacts, listIntegrationFacts } from './statements/integration-facts.ts'
export { countSkillUses } from './statements/count-skill-uses.ts'
export { listNamedAgents, listNamedSkills } from './statements/list-named.ts'
export { listSkillCalls, type SkillCalls } from './statements/skill-calls.ts'
export { takeSessionCode } from './statements/take-session-code.ts'
export { takeOAuthFlow } from './statements/take-oauth-flow.ts'
export { countOwned } from './statements/count-owned.ts'
export { insertVersion } from './statements/insert-version.ts'
export { claimDeliveries, queueMessage } from './statements/claim-deliveries.ts'
export { JsonObjectRow } from './rows.ts'
export { findRestored, type RestoredStore } from './tables/restores.ts'
export { openStore, type Store, type StoreLocation } from './store.ts'
export { type Transaction } from './tenancy.ts'
export { apiKeyPrefix, makeApiKey } from './vault/api-key.ts'
export { loadOrMakeMasterKey, MasterKey, parseMasterKey } from './vault/master-key.ts'
export { rotateKeys } from './vault/rotate-keys.ts'
export { type SecretPlace } from './vault/vault.ts'
export {
  type AttemptKey,
  findLastVerification,
  findVerification,
  forgetAttempts,
  insertVerification,
  takeAttemptBack,
} from './tables/verifications.ts'
export {
  deleteWebhook,
  type DeliveryOutcome,
  DeliveryRow,
  deliveryStatuses,
  findWebhook,
  insertWebhook,
  listWebhooks,
  type NewWebhook,
  pageDeliveries,
  queueFor,
  resendDelivery,
  rotateWebhookSecret,
  settleDelivery,
  updateWebhook,
  type WebhookChange,
  type WebhookEvent,
  webhookEvents,
  WebhookRow,
} from './tables/webhooks.ts'
export { insertPackSkill, listPackSkills, PackSkillRow, updatePackSkill } from './tables/pack-skills.ts'
export { forgetProcesses, reportAlive, reportEnded } from './tables/processes.ts'
export { giveRequestKeyBack, keepRequestAnswer } from './tables/request-keys.ts'
