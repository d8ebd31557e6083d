export { HttpAction, Variable, VariableShape } from './custom-http/action.ts'
export { checkAction } from './custom-http/check-action.ts'
export { placeholdersOf } from './custom-http/variable-uses.ts'
export { meets } from './http-json/request-shape.ts'
export { introspectDocuments } from './introspect-documents.ts'
export type { OperationAddress, ParameterAddress } from './http-json/operation-address.ts'
export { parsePlainDocument } from './parse-plain-document.ts'
export { missingOpinion } from './missing-opinion.ts'
export type { ClaimEffect, EffectClaim, EffectGround } from './effects/claim.ts'
export { effectsVersion, judgeEffects } from './effects/judge-effects.ts'
export {
  databaseOfScheme,
  databaseSchemes,
  dialectOf,
  hasSecondOpinion,
  isAuthored,
  kindsFoundIn,
  loadAdapter,
  loadEffectClaim,
  loadOperationAddress,
  loadProbe,
  loadRequestShape,
  loadSecondOpinion,
  type ProbeServer,
  sourceKinds,
  type SqlDialect,
} from './registry.ts'
export { type GrantRequest, type GrantScripts, writeGrantScripts } from './sql/grant-scripts.ts'
export { type DatabaseProbes, databaseProbes } from './sql/probes.ts'
export {
  type AccessComparison,
  type ColumnGrant,
  compareAccess,
  type RightsProbe,
  rightsProbe,
  toGrants,
  toHeldAccess,
} from './sql/held-rights.ts'
export { type MinimalGrants, readTableAccess, writeMinimalGrants } from './sql/minimal-grants.ts'
export { mergeAccess, type TableAccess } from './sql/table-access.ts'
export { explainPlan } from './explain-plan.ts'
