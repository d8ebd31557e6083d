import type { Argument, Operation } from './catalog.ts'
import type { Environment } from './connection.ts'
import { headerKey } from './header-name.ts'

/** A place of a request that the credential of a connection fills, by its name and never by its value. */
export interface FilledPlace {
  readonly place: 'header' | 'query' | 'body'
  /** As the provider writes it. */
  readonly name: string
}

/** What the credential of one connected environment fills. */
export interface FilledEnvironment {
  readonly environment: Environment
  readonly places: readonly FilledPlace[]
}

/**
 * An operation as its connections leave it: what at least one connected environment fills needs no argument and takes
 * none, whatever its name, since the connection refuses a call that fills it too. Where the others do not, `unfilledIn`
 * says so.
 */
export function fillArguments(operation: Operation, environments: readonly FilledEnvironment[]): Operation {
  if (environments.every(({ places }) => places.length === 0)) return operation
  return {
    ...operation,
    arguments: operation.arguments.map((argument) => fill(argument, operation, environments)),
  }
}

function fill(
  argument: Argument,
  operation: Operation,
  environments: readonly FilledEnvironment[],
): Argument {
  const { name, place, role, required } = argument
  if (isInput(argument, operation)) {
    const members = environments.flatMap(({ places }) =>
      places.flatMap((filled) => (filled.place === 'body' ? [filled.name] : [])),
    )
    return members.length === 0 ? argument : { ...argument, filledMembers: [...new Set(members)].sort() }
  }
  if (place !== 'header' && place !== 'query') return argument
  // An argument that shares its name with another one is called by its place: `header.id`.
  const own = name.startsWith(`${place}.`) ? name.slice(place.length + 1) : name
  const isFilled = ({ places }: FilledEnvironment): boolean =>
    places.some((filled) => filled.place === place && isSame(place, filled.name, own))
  if (!environments.some(isFilled)) return argument
  const without = environments.filter((each) => !isFilled(each)).map(({ environment }) => environment)
  return {
    ...argument,
    role: 'credential',
    required: false,
    sensitivity: 'credential',
    ...(required && role !== 'credential' && without.length > 0 ? { unfilledIn: without } : {}),
  }
}

const isInput = ({ name, place }: Argument, { inputArgument }: Operation): boolean =>
  inputArgument === undefined ? place === 'body' : name === inputArgument

/** A header is the same in every spelling. */
const isSame = (place: 'header' | 'query', one: string, other: string): boolean =>
  place === 'header' ? headerKey(one) === headerKey(other) : one === other
