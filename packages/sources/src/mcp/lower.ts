import { type CheckedBinding, type Json, type Operation, type Output, PlatformError } from '@bindery/model'
import { numberPathsOf } from '../json-schema/number-path.ts'
import { toReadPageSize } from '../pages/page-size.ts'
import { toPageSteps } from '../pages/page-steps.ts'
import { Call } from './call.ts'
import type { Plan } from './plan.ts'

/** The plan of a checked binding. Throws PlatformError `binding_invalid` for a tool that cannot be called. */
export function lowerOperation(operation: Operation, binding: CheckedBinding): Json {
  const parsed = Call.safeParse(operation.call)
  if (!parsed.success || operation.availability.status === 'quarantined') {
    throw new PlatformError('binding_invalid', `The tool "${operation.name}" cannot be called.`)
  }
  const isWhole = parsed.data.input === 'whole'
  const numbers = numberPathsOf(binding.assignments).map((path) => path.slice(isWhole ? 1 : 0))
  const plan: Plan = { ...parsed.data, numbers }
  if (plan.answer === 'text') plan.unread = unreadBy(binding.outputs)
  const paging = toReadPageSize(operation, binding)
  if (paging !== undefined) plan.paging = paging
  const follow = toPageSteps(operation, binding)
  // Rows come whole, so that equal ones are one.
  if (follow !== undefined) plan.follow = { ...follow, compares: true }
  return plan
}

/** An output of the whole answer, in a transform, reads all of it; a skill without outputs wants none of it. */
function unreadBy(outputs: readonly Output[]): NonNullable<Plan['unread']> {
  const starts = outputs.flatMap(({ path: [first] }) => [first?.kind === 'field' ? first.name : undefined])
  if (outputs.length === 0 || starts.includes(undefined)) return []
  return (['text', 'parts'] as const).filter((name) => !starts.includes(name))
}
