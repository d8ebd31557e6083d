export {
  Binding,
  BindingInput,
  type BindingInputDocument,
  BindingInputObjectEntry,
  FieldPath,
  JsonValue,
  OutcomeMessages,
  ProjectionEntry,
  ProjectionField,
  SqlSearch,
  SqlWrite,
} from './binding.ts'
export { canonicalJson, fingerprint, fingerprintText } from './canonical-json.ts'
export { type CanonicalParameter, canonicalParameters } from './canonical-parameters.ts'
export {
  type CatalogIndex,
  findField,
  indexCatalog,
  objectsIn,
  objectsOfObject,
  objectsOfOperation,
} from './catalog-index.ts'
export {
  type Argument,
  type Availability,
  type AvailabilityReason,
  type Constraints,
  type Field,
  type Index,
  type ObjectType,
  type Operation,
  type Pagination,
  type Provenance,
  type Relationship,
  type RelationshipEnd,
  type SchemaCatalog,
  type SecurityHint,
} from './catalog.ts'
export {
  type Assignment,
  type BindingReach,
  type CheckedBinding,
  type Output,
  type OutputType,
  type PathStep,
  type RowsOutput,
  type SkillParameter,
  type ValueOutput,
} from './checked-binding.ts'
export { type Confirmation } from './confirmation.ts'
export {
  type Connection,
  type Environment,
  environments,
  type HttpBody,
  type HttpRequest,
  type HttpResponse,
  type RequestPreview,
  type SourceDocument,
  type SqlRows,
  type SqlStatement,
} from './connection.ts'
export { type CatalogChange, diffCatalogs, diffEntries } from './diff-catalogs.ts'
export { describeDrift, describeHead, describePart, type PartPair } from './drift/describe-drift.ts'
export {
  type DriftFact,
  type DriftImpact,
  driftImpacts,
  graver,
  type ObjectUse,
  type PartDrift,
} from './drift/drift.ts'
export { guessRenames, type RenameGuess } from './drift/guess-renames.ts'
export { objectUses } from './drift/object-use.ts'
export { type Effect, effects, isWrite } from './effect.ts'
export { type ExecutionRecord, type GateRecord, type SkillCall, type SkillResult } from './execution.ts'
export { formatFieldPath, parseFieldPath } from './field-path.ts'
export {
  catalogEntries,
  type CatalogEntry,
  type CatalogEntryKind,
  CatalogFingerprint,
  catalogHead,
  type CatalogHead,
  fingerprintCatalog,
} from './fingerprint-catalog.ts'
export { Guardrail, weekDays } from './guardrail.ts'
export {
  type AgentId,
  type CatalogId,
  type ConfirmationId,
  type ExecutionId,
  isAgentId,
  isCatalogId,
  isConfirmationId,
  isExecutionId,
  isOrganizationId,
  isSkillId,
  type OrganizationId,
  type SkillId,
} from './ids.ts'
export {
  type Fix,
  type Issue,
  type JsonPatchOperation,
  parsePointer,
  type PathSegment,
  type Severity,
  toDotted,
  toPointer,
} from './issue.ts'
export {
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  objectFrom,
  ownProperty,
  parseJson,
} from './json.ts'
export { nameSimilarity, nearestNames } from './nearest-names.ts'
export {
  type ErrorCode,
  type ErrorDetails,
  errorTable,
  isErrorCode,
  PlatformError,
} from './platform-error.ts'
export { failure, type Result, success } from './result.ts'
export { type RuntimeVariable, runtimeVariables } from './runtime-variables.ts'
export { isNumeric, type ScalarName, scalarNames, type WireType, wireTypeOf } from './scalar.ts'
export { checkScope, isColumnBlocked, openScoping, type ScopeCheck, type Scoping } from './scoping.ts'
export { Secret } from './secret.ts'
export {
  isWritable,
  needsVerifiedIdentity,
  type SensitivityClass,
  sensitivityClasses,
  stricter,
} from './sensitivity.ts'
export {
  overrideSensitivity,
  type SensitivityOverride,
  type SensitivityView,
} from './sensitivity-override.ts'
export {
  type FieldName,
  type OutputLineage,
  type Skill,
  skillBytes,
  skillHash,
  type SkillLineage,
  type SkillPolicy,
  type TargetLineage,
} from './skill.ts'
export {
  type Executor,
  type Introspection,
  type Introspector,
  type Lowering,
  type PlannedCall,
  type ProviderResponse,
  type SourceAdapter,
} from './source-adapter.ts'
export {
  describeType,
  type EnumType,
  type ListType,
  type MapType,
  type ObjectRef,
  scalarType,
  type ScalarType,
  type Typed,
  type TypeRef,
  type UnionType,
} from './type-ref.ts'
