import { findField, needsVerifiedIdentity, type PathSegment, type SensitivityClass } from '@bindery/model'
import { answerOrders } from '../resolution/answer-orders.ts'
import { impliedColumns } from '../resolution/implied-columns.ts'
import type { Target } from '../resolution/target.ts'
import { findSqlBinding } from '../resolution/sql-binding.ts'
import { removing, setting } from './fixes.ts'
import type { Rule, RuleContext } from './rule.ts'

/**
 * `sensitive_condition`, `sensitive_order`: what is above class contact is compared for equality alone, and orders no rows
 * that nobody agreed to: whoever may ask "is it above 50?" often enough knows what it is. `optional_identity` (warning): a
 * call that leaves out whose rows it means finds those of others.
 */
export const sensitiveConditions: Rule = (context) => {
  for (const { condition: compared, sent, resolution, origin, name } of context.assignments) {
    const condition = compared ?? sent
    if (condition === undefined || resolution.status !== 'found') continue
    const { sensitivity } = resolution.target
    if (compared !== undefined && needsVerifiedIdentity(sensitivity) && compared.op !== 'eq') {
      context.report({
        code: 'sensitive_condition',
        severity: 'error',
        path: [...origin, 'op'],
        message: `"${name}" is of class ${sensitivity}, and such a field is only compared with "eq": other questions would tell what it holds.`,
        fixes: [
          setting('Compare for equality', [...origin, 'op'], 'eq'),
          removing('Remove the condition', origin),
        ],
      })
    }
    if (condition.optional === true && isIdentity(resolution.target, context)) {
      context.report({
        code: 'optional_identity',
        severity: 'warning',
        path: [...origin, 'optional'],
        message: `"${name}" says whose rows are meant. A call that leaves it out finds those of everybody whom the other conditions let through.`,
        fixes: [removing('Make it mandatory', [...origin, 'optional'])],
      })
    }
  }
  reportOrder(context)
}

/** A key, of the table or of a row that its rows lead to, what leads to another row, and what is personal. */
function isIdentity({ fields, sensitivity }: Target, context: RuleContext): boolean {
  if (sensitivity !== 'none') return true
  if (findSqlBinding(context) === undefined) return false
  const { index } = context.view
  return fields.some(
    ({ object, field: { name } }) =>
      index.object(object)?.key.includes(name) === true ||
      index.catalog.relationships.some(({ from }) => from.object === object && from.fields.includes(name)),
  )
}

function reportOrder(context: RuleContext): void {
  for (const { object, field, origin, role } of impliedColumns(context)) {
    if (role !== 'order' || origin[0] === 'sqlSearch') continue
    const found = context.view.index.object(object)
    const { sensitivity } = (found === undefined ? undefined : findField(found, field.name)) ?? field
    reportSorted({ name: field.name, origin, sensitivity }, context)
  }
  for (const { name, origin, resolution } of answerOrders(context).flatMap(({ order }) => order)) {
    if (resolution.status !== 'found') continue
    reportSorted({ name, origin, sensitivity: resolution.sensitivity }, context)
  }
}

interface Sorted {
  readonly name: string
  readonly origin: readonly PathSegment[]
  readonly sensitivity: SensitivityClass
}

function reportSorted({ name, origin, sensitivity }: Sorted, context: RuleContext): void {
  const isCredential = sensitivity === 'credential'
  const isAgreed = !isCredential && context.binding.allowSensitive.includes(name)
  if (isAgreed || !needsVerifiedIdentity(sensitivity)) return
  const agreement = isCredential ? '' : `, or agree to it by name in "allowSensitive"`
  context.report({
    code: 'sensitive_order',
    severity: 'error',
    path: origin,
    message: `Rows are ordered by "${name}", which is of class ${sensitivity}: their order tells what it holds. Remove it${agreement}.`,
    fixes: [
      removing('Remove the order', origin.slice(0, -1)),
      ...(isCredential ? [] : [setting(`Agree to "${name}"`, ['allowSensitive', '-'], name)]),
    ],
  })
}
