import { type CheckedBinding, type Json, type Operation, PlatformError, readOutputs } from '@bindery/model'
import type { PageSize } from '../pages/page-size.ts'
import { type PageSteps, toPageSteps } from '../pages/page-steps.ts'
import { Call } from './call.ts'
import { writtenPageSize } from './written-page-size.ts'

/**
 * The templates of an action, with the variables beside them that the binding fills. Throws PlatformError
 * `binding_invalid` for an operation that is quarantined or was not made by this source kind.
 */
export function lowerOperation(operation: Operation, binding: CheckedBinding): Json {
  const parsed = Call.safeParse(operation.call)
  if (!parsed.success || operation.availability.status === 'quarantined') {
    throw new PlatformError('binding_invalid', `The action "${operation.name}" cannot be called.`)
  }
  const follow = toPageSteps(operation, binding)
  const moving = follow?.argument === undefined ? [] : [follow.argument]
  const filled = new Set([...binding.assignments.flatMap(({ target }) => target.slice(0, 1)), ...moving])
  const { body, unplaced, ...call } = parsed.data
  const paging = writtenPageSize(operation, parsed.data, binding)
  return {
    ...call,
    ...(body === undefined ? {} : { body }),
    unplaced: { ...unplaced, names: unplaced.names.filter((name) => filled.has(name)) },
    answer: readOutputs(binding).length === 0 ? 'none' : 'json',
    ...(paging === undefined ? {} : { paging }),
    // Rows come whole, so that equal ones are one.
    ...(follow === undefined ? {} : { follow: { ...withSize(follow, paging), compares: true } }),
  }
}

/** A size that a template writes is that of every page. */
function withSize(
  { sizeArgument: _argument, size: _size, ...follow }: PageSteps,
  paging: PageSize | undefined,
): PageSteps {
  const { sizeArgument, size } = paging ?? {}
  return {
    ...follow,
    ...(sizeArgument === undefined ? {} : { sizeArgument }),
    ...(size === undefined ? {} : { size }),
  }
}
