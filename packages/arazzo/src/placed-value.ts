import { findTarget } from '@bindery/compiler'
import type { Operation } from '@bindery/model'
import type { CalledOperation } from './find-operation.ts'
import type { Place } from './findings.ts'
import type { Value } from './value.ts'

/** An argument of an operation, and names of the members that lead to a place inside of it. */
export interface Target {
  readonly argument: string
  readonly members: readonly string[]
}

/** A value and where it goes. */
export interface PlacedValue extends Target {
  readonly value: Value
  readonly path: Place
}

export const keyOf = ({ argument, members }: Target): string => JSON.stringify([argument, ...members])

/** The argument that is the body of a request. */
export function bodyArgument(operation: Operation): string | undefined {
  const named = operation.arguments.find(({ name }) => name === operation.inputArgument)
  return (named ?? operation.arguments.find(({ place }) => place === 'body'))?.name
}

/** The place that an input of a binding names; the name itself where the operation has none of it. */
export function targetOf(
  authored: string,
  order: 'arguments_first' | 'fields_first',
  { operation, source }: CalledOperation,
): Target {
  const [argument = authored, ...members] =
    findTarget(authored, order, { operation, catalog: source.catalog }) ?? []
  return { argument, members }
}
