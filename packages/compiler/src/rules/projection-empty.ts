import { isWrite } from '@bindery/model'
import type { Rule } from './rule.ts'

/** `projection_empty` (warning): a read that returns nothing of what the provider answers is hardly meant. */
export const projectionEmpty: Rule = ({ binding, operation, report }) => {
  const isPointless =
    binding.projection.length === 0 &&
    binding.aggregate === undefined &&
    !isWrite(operation.effect) &&
    operation.returns !== undefined
  if (!isPointless) return
  report({
    code: 'projection_empty',
    severity: 'warning',
    path: ['projection'],
    message: `"${operation.name}" answers with data, but the binding returns none of it. Add outputs.`,
  })
}
