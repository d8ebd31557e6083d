export {
  type AuditEvent,
  AuditLog,
  AuditRow,
  listAudit,
  listAuditBackwards,
  watchAudit,
} from './audit-log.ts'
export { type AuditAction, auditActions } from './audit-actions.ts'
export type { AuditVerdict } from './verify-audit.ts'
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
  type NewActionLink,
  type NewSharedAction,
  pageSharedActions,
  rewriteActionLink,
  rewriteSharedAction,
  SharedActionRow,
} from './tables/actions.ts'
export {
  AgentRow,
  deleteAgent,
  findAgent,
  findAgentByName,
  findVersion,
  findVersionContents,
  insertAgent,
  listAgents,
  listVersions,
  lockAgent,
  type NewAgent,
  type NewVersion,
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
  type AutomapDraftRow,
  findAutomapAnswer,
  findAutomapDraft,
  insertAutomapDraft,
  listAutomapDecisions,
  type NewAutomapDecision,
  type NewAutomapDraft,
  saveAutomapAnswer,
  saveAutomapDecision,
} from './tables/automap.ts'
export {
  ApiKeyRow,
  deleteApiKey,
  findApiKey,
  findApiKeyByDigest,
  insertApiKey,
  listApiKeys,
  type NewApiKey,
  replaceApiKeyDigest,
  touchApiKey,
} from './tables/api-keys.ts'
export {
  AuthConnectorRow,
  type ConnectorEnvironment,
  ConnectorEnvironmentRow,
  deleteAuthConnector,
  findAuthConnector,
  insertAuthConnector,
  listAuthConnectors,
  listConnectorEnvironments,
  listConnectorUses,
  lockAuthConnector,
  type NewAuthConnector,
  removeConnectorEnvironment,
  renameAuthConnector,
  setConnectorEnvironment,
} from './tables/auth-connectors.ts'
export {
  type CatalogPage,
  CatalogPages,
  CatalogRow,
  dropUnusedPages,
  type EnvironmentCatalog,
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
  pointEnvironment,
} from './tables/catalogs.ts'
export {
  confirmationStatuses,
  decideConfirmation,
  findConfirmation,
  insertConfirmation,
  listConfirmations,
  reopenConfirmation,
  type StoredConfirmation,
} from './tables/confirmations.ts'
export {
  type ContextKey,
  type ContextRow,
  forgetContexts,
  type LoadedContext,
  settleContext,
} from './tables/conversation-contexts.ts'
export {
  completeDocuments,
  type DocumentChunk,
  documentChunkBytes,
  documentChunksPerRead,
  DocumentRow,
  insertDocument,
  insertDocumentChunk,
  listDocuments,
  type NewDocument,
  readDocumentChunks,
} from './tables/documents.ts'
export {
  closeSkillDrifts,
  decideSkillDrift,
  driftStatuses,
  findOpenDrift,
  keepRenameDecision,
  keepSkillDrift,
  listOpenDrifts,
  listRenameDecisions,
  type NewSkillDrift,
  type RenameDecision,
  renameDecisions,
  saveDriftRepair,
  SkillDriftRow,
} from './tables/drift.ts'
export {
  type ExecutionFilter,
  ExecutionRow,
  findExecution,
  listExecutions,
} from './tables/executions.ts'
export {
  type GrantLease,
  type LeaseOutcome,
  releaseGrantLease,
  replaceGrant,
  requireReconnect,
  takeGrantLease,
} from './tables/grants.ts'
export {
  type AllowedOriginRow,
  listAllowedOrigins,
  type OriginOwner,
  setAllowedOrigins,
} from './tables/credential-origins.ts'
export {
  type CredentialUse,
  hasRefusedCredential,
  markCredentialAccepted,
  markCredentialRefused,
} from './tables/refused-credentials.ts'
export {
  deleteIntegration,
  findIntegration,
  findIntegrationById,
  insertIntegration,
  type IntegrationChange,
  IntegrationRow,
  listIntegrations,
  type NewIntegration,
  pageIntegrations,
  setScoping,
  setEffects,
  setSensitivity,
  updateIntegration,
} from './tables/integrations.ts'
export {
  EnvironmentRow,
  type EnvironmentSlot,
  findEnvironment,
  lockEnvironments,
  forgetCredential,
  listEnvironments,
  removeEnvironment,
  setAuthConnector,
  setCredential,
  setEnvironment,
} from './tables/environments.ts'
export {
  findJob,
  finishJob,
  insertJob,
  type JobEnd,
  JobEventRow,
  jobLeaseSeconds,
  JobRow,
  jobStatuses,
  listJobEvents,
  type NewJob,
  type NewJobEvent,
  releaseJob,
} from './tables/jobs.ts'
export {
  type CallKey,
  giveCallBack,
  releaseTurn,
  type TurnKey,
} from './tables/limits.ts'
export {
  insertOAuthFlow,
  type NewOAuthFlow,
  type OAuthFlowRow,
} from './tables/oauth-flows.ts'
export {
  findFirstOrganization,
  insertOrganization,
  listOrganizations,
  OrganizationRow,
} from './tables/organizations.ts'
export {
  deleteSecret,
  findSecret,
  insertSecret,
  listSecretReferences,
  listSecrets,
  lockSecret,
  type NewSecret,
  type SecretChange,
  SecretReferenceRow,
  SecretRow,
  touchSecrets,
  updateSecret,
} from './tables/secrets.ts'
export {
  deleteSkillTest,
  insertSkillTest,
  listSkillTests,
  type NewSkillTest,
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
  listSkills,
  listSkillsOfIntegration,
  type NewSkill,
  pageSkills,
  releaseFunctionNames,
  restoreSkill,
  rewriteSkill,
  setSkillAside,
  setSkillEnabled,
  setSkillExposure,
  setSkillFreshness,
  type SkillBlob,
  type SkillFreshness,
  type SkillExposure,
  skillExposures,
  skillOrigins,
  type SkillRewrite,
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
export { takeOAuthFlow } from './statements/take-oauth-flow.ts'
export { countOwned } from './statements/count-owned.ts'
export { insertVersion } from './statements/insert-version.ts'
export { claimDeliveries, queueMessage } from './statements/claim-deliveries.ts'
export {
  AgentIdRow,
  CatalogIdRow,
  ConfirmationIdRow,
  CountRow,
  DateRow,
  ExecutionIdRow,
  JsonObjectRow,
  JsonRow,
  OrganizationIdRow,
  parseFirstRow,
  parseRows,
  SkillIdRow,
  storableJson,
  toJsonb,
} from './rows.ts'
export { openStore, type Store, type StoreLocation } from './store.ts'
export { Tenancy, type Tenant, type Transaction } from './tenancy.ts'
export { ApiKeyDigest, apiKeyPrefix, makeApiKey } from './vault/api-key.ts'
export { loadOrMakeMasterKey, MasterKey, parseMasterKey } from './vault/master-key.ts'
export { type KeySource } from './vault/installation-keys.ts'
export { rotateKeys, type RotationStep } from './vault/rotate-keys.ts'
export { type SecretPlace, Vault } from './vault/vault.ts'
export {
  type AttemptKey,
  findLastVerification,
  findVerification,
  forgetAttempts,
  insertVerification,
  type NewVerification,
  takeAttemptBack,
  type VerificationQuery,
} from './tables/verifications.ts'
export {
  deleteWebhook,
  type DeliveryOutcome,
  DeliveryRow,
  deliveryStatuses,
  dropOldDeliveries,
  findWebhook,
  insertWebhook,
  listDeliveries,
  listWebhooks,
  type NewMessage,
  type NewWebhook,
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
export {
  insertPackSkill,
  listPackSkills,
  type NewPackSkill,
  PackSkillRow,
  updatePackSkill,
} from './tables/pack-skills.ts'
export { forgetProcesses, reportAlive, reportEnded } from './tables/processes.ts'
export {
  dropOldRequestKeys,
  giveRequestKeyBack,
  keepRequestAnswer,
  type RequestKey,
} from './tables/request-keys.ts'
