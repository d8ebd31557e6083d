export { compileExpression, type CompiledExpression } from './compile-expression.ts'
export { compileTyped } from './compile-typed.ts'
export { ExpressionError, type ExpressionErrorCode } from './expression-error.ts'
export { type ExpressionProblem } from './expression-problem.ts'
export { type Expression } from './expression.ts'
export { describeFunctions, type FunctionDescription } from './describe-functions.ts'
export { type FunctionName, functionSignatures } from './functions/function-names.ts'
export { limits as expressionLimits } from './limits.ts'
export { parseExpression } from './parse-expression.ts'
export {
  describeInferred,
  holdsAny,
  type Inferred,
  type InferredType,
  mayBeNull,
  type RecordType,
} from './typing/inferred-type.ts'
export { type FieldReference } from './typing/reads.ts'
export { type ExpressionInput, type ExpressionTyping, typeExpression } from './typing/type-expression.ts'
