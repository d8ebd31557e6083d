import { type AssignedCondition, isWholeDay, parseRelativeTime, type TypeRef } from '@bindery/model'
import type { ResolvedAssignment } from '../resolution/resolved-binding.ts'
import { removing, setting } from './fixes.ts'
import type { RuleContext } from './rule.ts'

type SentEntry = ResolvedAssignment & { readonly sent: AssignedCondition }

/**
 * `operator_unsupported`, `relative_invalid`, `optional_source`: an argument takes a value, or a list of them; what the
 * provider compares with it is its own affair, so other operators are for fields that are tested.
 */
export function checkSent(entry: SentEntry, context: RuleContext): void {
  const { origin, name, sent, resolution } = entry
  if (resolution.status !== 'found') return
  const { type, required } = resolution.target
  const problem = operatorProblem(entry, type, context)
  if (problem !== undefined) {
    const isList = type.kind === 'list'
    context.report({
      code: 'operator_unsupported',
      severity: 'error',
      path: [...origin, 'op'],
      message: `"${name}" ${problem}`,
      fixes: [
        isList
          ? setting('Send a list', [...origin, 'op'], 'in')
          : setting('Send the value', [...origin, 'op'], 'eq'),
      ],
    })
  }
  if (sent.optional === true && required) {
    context.report({
      code: 'optional_source',
      severity: 'error',
      path: [...origin, 'optional'],
      message: `"${context.operation.name}" needs "${name}" in every call.`,
      fixes: [removing('Make it mandatory', [...origin, 'optional'])],
    })
  }
  checkRelative(entry, type, context)
}

function operatorProblem(
  { sent: { op, fold }, origin }: SentEntry,
  type: TypeRef,
  { assignments }: RuleContext,
): string | undefined {
  const isList = type.kind === 'list'
  if (isList && op !== 'in') return 'takes a list: send one with "in".'
  if (!isList && op === 'in') return 'takes one value, so a list cannot be sent in it.'
  if (op === 'isNull') return 'is sent a value, and "isNull" has none.'
  const isTested = assignments.some(
    (other) => other.isTwin === true && other.origin.join('/') === origin.join('/'),
  )
  if (isTested || (op === 'eq' && fold !== true) || op === 'in') return undefined
  return `is sent as it is: what the provider compares is not said here. Name a field of the rows to test it.`
}

/** A day or a moment is sent as such, or as text where the provider does not say what its text means. */
function checkRelative({ source, origin, name }: SentEntry, type: TypeRef, { report }: RuleContext): void {
  if (source.from !== 'relative') return
  const relative = parseRelativeTime(source.text)
  const scalar = type.kind === 'scalar' ? type.scalar : undefined
  const problem =
    relative === undefined
      ? 'write now, today, startOfWeek or startOfMonth, then perhaps + or - and a duration such as P7D or PT36H.'
      : scalar === 'date' && !isWholeDay(relative)
        ? 'it takes days, and this is a moment. Count from today in days.'
        : scalar === 'date' || scalar === 'datetime' || scalar === 'string'
          ? undefined
          : 'it takes neither days nor moments.'
  if (problem === undefined) return
  report({
    code: 'relative_invalid',
    severity: 'error',
    path: [...origin, 'relative'],
    message: `"${source.text}" cannot be sent in "${name}": ${problem}`,
  })
}
