export {
  Binding,
  type BindingInputDocument,
  FieldPath,
  OutcomeMessages,
  ProjectionEntry,
  ProjectionField,
  SqlSearch,
  SqlWrite,
} from './binding.ts'
export { BindingInput, BindingInputObjectEntry, BindingRowField } from './binding-input.ts'
export { JsonValue } from './json-value.ts'
export {
  AnyOfConditions,
  comparedType,
  Condition,
  type ConditionOperator,
  conditionOperators,
  describeOperator,
  fewestCharacters,
  FieldCondition,
  isDayOrMoment,
  isMoment,
  mostOptional,
  mostValues,
  operatorsOf,
  OrderEntry,
} from './condition.ts'
export { type ComparedMoment, type ComparedValue, type ComparedValues } from './compared-value.ts'
export {
  Aggregate,
  aggregatedType,
  type AggregateFunction,
  aggregateFunctions,
  AggregateValue,
} from './aggregate.ts'
export { isWholeDay, parseRelativeTime, type RelativeTime } from './relative-time.ts'
export { parameterUses, type ParameterUse } from './parameter-uses.ts'
export {
  type AggregatedField,
  type GroupedField,
  type Reading,
  type RowAggregate,
  type RowField,
  type RowOrder,
  type TestedField,
} from './reading.ts'
export { innerRowsAsked, readOutputs, testedConditions } from './read-outputs.ts'
export { TimeZone } from './time-zone.ts'
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
  type EffectOrigin,
  effectOrigins,
  type Field,
  type FieldName,
  type Index,
  type IndexCondition,
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
  type AssignedCondition,
  type Assignment,
  type BindingReach,
  type CheckedBinding,
  type Output,
  type OutputLeaf,
  type OutputType,
  type RowsOutput,
  type SkillParameter,
  type TemplatePart,
  type TemplateSource,
  type ValueOutput,
} from './checked-binding.ts'
export { type PathStep } from './path-step.ts'
export { type Confirmation, type Destinations } from './confirmation.ts'
export { shortName } from './short-name.ts'
export { type FairLimits, FairQueue } from './fair-queue.ts'
export { orEnded, within } from './within.ts'
export {
  type Connection,
  type Environment,
  environments,
  type HttpBody,
  type HttpPlace,
  type HttpRequest,
  type HttpResponse,
  type ProviderHabits,
  type RequestPreview,
  type SourceDocument,
  type SqlRows,
  type SqlStatement,
} from './connection.ts'
export { knownPagination, type PagingPlaces, paginationByNames } from './known-pagination.ts'
export { type CatalogChange, diffCatalogs, diffEntries } from './diff-catalogs.ts'
export { type EffectOverride, holdsAgainst } from './effect-override.ts'
export {
  type Effect,
  type EffectCertainty,
  effectCertainties,
  type EffectEvidence,
  effects,
  effectVoices,
  graverEffect,
  isGraverEffect,
  isWrite,
} from './effect.ts'
export {
  type Channel,
  channels,
  type ExecutionRecord,
  type GateRecord,
  isQuietOutcome,
  type QuietOutcome,
  quietOutcomes,
  type SkillCall,
  type SkillResult,
  type StepRecord,
} from './execution.ts'
export { formatFieldPath, parseFieldPath } from './field-path.ts'
export { headerKey, headerProblem, mayCarryCredential } from './header-name.ts'
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
  byGravity,
  type Fix,
  type Issue,
  type JsonPatchOperation,
  parsePointer,
  type PathSegment,
  type Severity,
  summarizeIssues,
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
export { jsonDepth } from './json-depth.ts'
export { nameSimilarity, nearestNames } from './nearest-names.ts'
export {
  type Door,
  doors,
  type ErrorCode,
  type ErrorDetails,
  errorTable,
  isErrorCode,
  mayRetry,
  PlatformError,
  type Remedy,
} from './platform-error.ts'
export { type OperatorView, type OperatorWord, viewAsOperator } from './operator-view.ts'
export { failure, type Result, success } from './result.ts'
export { type RuntimeVariable, runtimeVariables } from './runtime-variables.ts'
export { isNumeric, type ScalarName, scalarNames, type WireType, wireTypeOf } from './scalar.ts'
export { checkScope, isColumnBlocked, openScoping, type ScopeCheck, type Scoping } from './scoping.ts'
export { Secret } from './secret.ts'
export { nameWords } from './name-words.ts'
export { sensitivityOf } from './sensitivity-of.ts'
export {
  isWritable,
  needsVerifiedIdentity,
  type SensitivityClass,
  sensitivityClasses,
  stricter,
} from './sensitivity.ts'
export { type SensitivityOverride } from './sensitivity-override.ts'
export { type FilledEnvironment, type FilledPlace, fillArguments } from './filled-place.ts'
export { everyOutput, namedOutputs, type OutputNode, rowsOutputs, valueOutputs } from './output-tree.ts'
export { findReverseStep, type NamedStep, type ReverseStep, reverseSteps } from './reverse-steps.ts'
export { oneLine, plainWords } from './plain-words.ts'
export {
  type Hide,
  ProviderRefusal,
  type RawRefusal,
  toRefusal,
  type UntoldRefusal,
} from './provider-refusal.ts'
export { type TextForm, textForms } from './text-form.ts'
export { formatProblem } from './text-formats.ts'
export { findWithheld, type WithheldMembers } from './withheld-members.ts'
export { withoutTrailing } from './without-trailing.ts'
export {
  type Egress,
  type OperationSkill,
  type OutputLineage,
  type SkillLineage,
  type SkillPolicy,
  type TargetLineage,
  type SkillFace,
} from './operation-skill.ts'
export {
  integrationsOf,
  newestSkillFormat,
  operationNames,
  operationsOf,
  type Skill,
  skillBytes,
  skillHash,
  slicesOf,
  type StepsSkill,
} from './skill.ts'
export {
  type Executor,
  type Introspection,
  type Introspector,
  type LeftOut,
  type PageNote,
  type PagesToRead,
  type Lowering,
  type PartialList,
  type PlannedCall,
  type ProviderResponse,
  type SourceAdapter,
  type QueryPlan,
  type TableRead,
} from './source-adapter.ts'
export {
  describeType,
  type EnumType,
  isListed,
  type ListType,
  type MapType,
  type ObjectRef,
  scalarType,
  type ScalarContent,
  type ScalarType,
  type Typed,
  type TypeRef,
  type UnionType,
} from './type-ref.ts'
export { toUrl } from './to-url.ts'
export {
  type EachGiven,
  type SkillStep,
  type StepsGiven,
  type StepWire,
  type TakenRows,
} from './skill-steps.ts'
export {
  AnyBinding,
  isStepsBinding,
  mostSteps,
  parseBinding,
  Step,
  StepCondition,
  StepFieldCondition,
  StepsBinding,
} from './steps-binding.ts'
export { type QuietStep } from './quiet-step.ts'
export { partsAt, partsOf, type SkillPart } from './skill-parts.ts'
export { namesChoice } from './choice-name.ts'
export { type ReadAhead } from './read-ahead.ts'
