import { hasConditions, isOnlyUnindexed } from '@bindery/model/tables'
import type { Rule } from './rule.ts'

/** `operation_limited`, `operation_deprecated` (warnings): the operation works, but not fully or not for ever. */
export const operationStatus: Rule = ({ binding, operation, report }) => {
  const { availability, deprecated, name } = operation
  // What a search without an index costs is judged by its conditions.
  const isJudged = hasConditions(binding) && isOnlyUnindexed(operation)
  if (availability.status === 'limited' && !isJudged) {
    for (const { message, pointer } of availability.reasons) {
      report({
        code: 'operation_limited',
        severity: 'warning',
        path: ['operation'],
        message: `"${name}" is only partly usable: ${message}`,
        pointer,
      })
    }
  }
  if (deprecated === undefined) return
  report({
    code: 'operation_deprecated',
    severity: 'warning',
    path: ['operation'],
    message: `The provider advises against "${name}"${deprecated === '' ? '.' : `: ${deprecated}`}`,
  })
}
