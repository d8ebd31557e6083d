import { answerConditions } from './answer-conditions.ts'
import { argumentKnown } from './argument-known.ts'
import { boundedCost } from './bounded-cost.ts'
import { conditionsFit } from './conditions-fit.ts'
import { sensitiveConditions } from './sensitive-conditions.ts'
import { aggregateFit } from './aggregate-fit.ts'
import { argumentRequired } from './argument-required.ts'
import { comparisonFolded } from './comparison-folded.ts'
import { connectionFills } from './connection-fills.ts'
import { contextParams } from './context-params.ts'
import { confirmationWaived } from './confirmation-waived.ts'
import { constantFit } from './constant-fit.ts'
import { defaultSent } from './default-sent.ts'
import { eachRow } from './each-row.ts'
import { headerAllowed } from './header-allowed.ts'
import { innerConditions } from './inner-conditions.ts'
import { inputRequired } from './input-required.ts'
import { joinDepth } from './join-depth.ts'
import { keyUnique } from './key-unique.ts'
import { leafName } from './leaf-name.ts'
import { leafUnique } from './leaf-unique.ts'
import { membersWithheld } from './members-withheld.ts'
import { nestedCost } from './nested-cost.ts'
import { nestedRows } from './nested-rows.ts'
import { operationStatus } from './operation-status.ts'
import { paramOrConst } from './param-or-const.ts'
import { pagesFit } from './pages-fit.ts'
import { parameterFit } from './parameter-fit.ts'
import { parameterNames } from './parameter-name.ts'
import { pathAllowed } from './path-allowed.ts'
import { pathFound } from './path-found.ts'
import { pathScalar } from './path-scalar.ts'
import { projectionEmpty } from './projection-empty.ts'
import type { Rule } from './rule.ts'
import { rowsKnown } from './rows-known.ts'
import { scopedOut } from './scoped-out.ts'
import { sensitiveJoins } from './sensitive-joins.ts'
import { sensitiveOutputs } from './sensitive-outputs.ts'
import { sensitiveTargets } from './sensitive-targets.ts'
import { tableConditions } from './table-conditions.ts'
import { taintedTargets } from './tainted-targets.ts'
import { templateFit } from './template-fit.ts'
import { textWellFormed } from './text-well-formed.ts'
import { transformValid } from './transform-valid.ts'

/** Every rule, in the order in which issues are listed. `operation-known` runs before them. */
export const rules: readonly Rule[] = [
  operationStatus,
  confirmationWaived,
  textWellFormed,
  scopedOut,
  argumentKnown,
  rowsKnown,
  pagesFit,
  paramOrConst,
  parameterNames,
  contextParams,
  sensitiveTargets,
  taintedTargets,
  membersWithheld,
  headerAllowed,
  argumentRequired,
  inputRequired,
  connectionFills,
  eachRow,
  constantFit,
  parameterFit,
  templateFit,
  conditionsFit,
  tableConditions,
  answerConditions,
  innerConditions,
  boundedCost,
  aggregateFit,
  sensitiveConditions,
  keyUnique,
  comparisonFolded,
  pathFound,
  pathAllowed,
  pathScalar,
  sensitiveOutputs,
  joinDepth,
  nestedRows,
  nestedCost,
  sensitiveJoins,
  leafName,
  leafUnique,
  projectionEmpty,
  transformValid,
  defaultSent,
]
