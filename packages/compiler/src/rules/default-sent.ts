import type { Rule } from './rule.ts'

/** `default_sent` (info): a required place that nothing is bound to gets its default, or the only value that it can have. */
export const defaultSent: Rule = ({ assignments, operation, report }) => {
  for (const { isImplied, name, origin, source } of assignments) {
    if (isImplied !== true || source.from !== 'constant') continue
    const value = JSON.stringify(source.value)
    const shown = value.length <= 80 ? ` ${value}` : ''
    report({
      code: 'default_sent',
      severity: 'info',
      path: origin,
      message: `"${operation.name}" needs "${name}", which nothing is bound to: its default${shown} is sent.`,
    })
  }
}
