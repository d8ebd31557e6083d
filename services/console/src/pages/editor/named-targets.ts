import type { Binding, Operation } from '@bindery/client'
import type { Target } from './source.ts'

/**
 * What a binding gives a value to and no target of the operation shows: an input object as a whole, a field deeper than those that
 * are listed, a name that the provider no longer has. Each is a row too, or it could be neither seen nor taken away.
 */
export function namedTargets(
  binding: Binding,
  targets: readonly Target[],
  { arguments: args }: Pick<Operation, 'arguments'>,
): Target[] {
  const shown = new Set(targets.map(({ slot, name }) => keyOf(slot, name)))
  const named = new Map(
    namesIn(binding)
      .map(({ slot, name }) => [keyOf(slot, name), { slot, name }] as const)
      .filter(([key]) => !shown.has(key)),
  )
  return [...named.values()].map(({ slot, name }) => {
    const argument = args.find((known) => known.name === name)
    return argument === undefined
      ? { name, slot, type: 'any', jsonType: 'object', required: false, place: slot, sensitivity: 'none' }
      : { ...argument, slot, required: false, sensitivity: argument.sensitivityClass }
  })
}

type Named = Pick<Target, 'slot' | 'name'>

/** An argument and a field are looked up in each other's part, too. */
const keyOf = (slot: Target['slot'], name: string): string =>
  `${slot === 'field' ? 'argument' : slot} ${name}`

function namesIn({ inputs = [], inputObjectMap = [], sqlSearch, sqlWrite }: Binding): Named[] {
  const filters = [
    ...(sqlSearch?.filter === undefined ? [] : [sqlSearch.filter]),
    ...(sqlSearch?.filters ?? []),
    ...(sqlSearch?.constants ?? []),
  ]
  const keys = [
    ...(sqlWrite?.keyColumn === undefined ? [] : [sqlWrite.keyColumn]),
    ...(sqlWrite?.keys ?? []).map(({ column }) => column),
  ]
  return [
    ...inputs.map(({ argument }): Named => ({ slot: 'argument', name: argument })),
    ...inputObjectMap.map(({ field }): Named => ({ slot: 'field', name: field })),
    ...filters.map(({ column }): Named => ({ slot: 'search', name: column })),
    ...(sqlWrite?.columns ?? []).map(({ column }): Named => ({ slot: 'write', name: column })),
    ...keys.map((column): Named => ({ slot: 'key', name: column })),
  ]
}
