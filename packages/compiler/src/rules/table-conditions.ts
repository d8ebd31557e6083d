import { type FieldCondition, type Fix, type PathSegment, rowsOutputs, toPointer } from '@bindery/model'
import { authoredConditions } from '../resolution/condition-entries.ts'
import { isOfTable } from '../resolution/resolve-reading.ts'
import { removing } from './fixes.ts'
import type { Rule } from './rule.ts'

/** `condition_unsupported`: what a table compares are its columns, which are fields and no arguments. */
export const tableConditions: Rule = ({ binding, operation, outputs, report }) => {
  if (!isOfTable(operation)) return
  const inner = rowsOutputs(outputs).flatMap(({ where, origin }) =>
    authoredConditions({ where }, { origin, prefix: '' }),
  )
  for (const { condition, origin } of [...authoredConditions(binding), ...inner]) {
    if (condition.argument === undefined) continue
    report({
      code: 'condition_unsupported',
      severity: 'error',
      path: [...origin, 'argument'],
      message: `"${operation.name}" compares columns, which are fields: write "field" instead of "argument".`,
      fixes: [toFix(condition, condition.argument, origin)],
    })
  }
}

function toFix({ field }: FieldCondition, argument: string, origin: readonly PathSegment[]): Fix {
  const { title, patch } = removing('Compare the field', [...origin, 'argument'])
  if (field !== undefined) return { title, patch }
  return { title, patch: [{ op: 'add', path: toPointer([...origin, 'field']), value: argument }, ...patch] }
}
