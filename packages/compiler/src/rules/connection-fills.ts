import type { Rule } from './rule.ts'

/**
 * `connection_fills_partly` (warning): what the operation needs is filled by the connection of one environment and not by
 * that of another, where calls go without it.
 */
export const connectionFills: Rule = ({ operation, report }) => {
  for (const { name, place, unfilledIn = [] } of operation.arguments) {
    if (unfilledIn.length === 0) continue
    report({
      code: 'connection_fills_partly',
      severity: 'warning',
      path: ['inputs'],
      message: `"${operation.name}" needs the ${place} "${name}". The connection fills it, but not in ${unfilledIn.join(' and ')}: calls go without it there until that environment is connected with it too.`,
    })
  }
}
