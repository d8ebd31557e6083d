import { type CheckedBinding, type Json, type Operation, PlatformError } from '@bindery/model'
import { numberPathOf } from '../json-schema/number-path.ts'
import { Call } from './call.ts'
import type { Plan } from './plan.ts'

/** The plan of a checked binding. Throws PlatformError `binding_invalid` for a tool that cannot be called. */
export function lowerOperation(operation: Operation, binding: CheckedBinding): Json {
  const parsed = Call.safeParse(operation.call)
  if (!parsed.success || operation.availability.status === 'quarantined') {
    throw new PlatformError('binding_invalid', `The tool "${operation.name}" cannot be called.`)
  }
  const numbers = binding.assignments.flatMap(({ target, targetType }) => {
    const inner = numberPathOf(targetType)
    const path = parsed.data.input === 'whole' ? target.slice(1) : target
    return inner === undefined ? [] : [[...path, ...inner]]
  })
  const plan: Plan = { ...parsed.data, numbers }
  return plan
}
