import { type CheckedBinding, type Json, type Operation, PlatformError } from '@bindery/model'
import type { Draft } from '../json-schema/draft.ts'
import { numberPathsOf } from '../json-schema/number-path.ts'
import { toPageSize } from '../pages/page-size.ts'
import { toPageSteps } from '../pages/page-steps.ts'
import { Call } from './call.ts'
import type { Plan } from './plan.ts'

/**
 * The plan of a checked binding: method, path with its slots, and the encoding of each argument that the binding fills.
 * Throws PlatformError `binding_invalid` for an operation that is quarantined or was not made by this source kind.
 */
export function lowerOperation(operation: Operation, binding: CheckedBinding): Json {
  const parsed = Call.safeParse(operation.call)
  if (!parsed.success || operation.availability.status === 'quarantined') {
    throw new PlatformError('binding_invalid', `The operation "${operation.name}" cannot be called.`)
  }
  const call = parsed.data
  const used = new Set(binding.assignments.flatMap((assignment) => assignment.target.slice(0, 1)))
  const constants = (call.constants ?? []).filter((constant) => !used.has(constant.argument))
  const follow = toPageSteps(operation, binding)
  const moving = follow?.argument === undefined ? [] : [follow.argument]
  const sent = new Set([...used, ...moving, ...constants.map((constant) => constant.argument)])
  const plan: Draft<Plan> = {
    method: call.method,
    path: call.path,
    parameters: call.parameters.filter((parameter) => sent.has(parameter.argument)),
    numbers: numberPaths(binding),
    constants,
    answer: call.answer,
  }
  if (call.query !== undefined) plan.query = call.query
  if (call.body !== undefined && used.has('body')) plan.body = call.body
  if (call.accept !== undefined) plan.accept = call.accept
  if (call.idempotencyHeader !== undefined) plan.idempotencyHeader = call.idempotencyHeader
  const paging = toPageSize(operation, operation.pagination)
  if (paging !== undefined) plan.paging = paging
  // Rows come whole, so that equal ones are one.
  if (follow !== undefined) plan.follow = { ...follow, compares: true }
  return plan
}

/** Where the body holds integers and decimals that travel as text on our side and as numbers on the provider's. */
function numberPaths({ assignments }: CheckedBinding): string[][] {
  return numberPathsOf(assignments.filter(({ target: [argument] }) => argument === 'body')).map((path) =>
    path.slice(1),
  )
}
