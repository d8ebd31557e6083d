import type { Binding } from '@bindery/client'
import type { Target } from './source.ts'

/** Where in the binding the source of a target stands; undefined when it has none. */
export function pointerOf(binding: Binding, target: Target): string | undefined {
  const { name, slot } = target
  switch (slot) {
    case 'argument':
    case 'field':
      return inCall(binding, target)
    case 'search':
      return inSearch(binding, name)
    case 'write':
    case 'key':
      return inWrite(binding, slot, name)
  }
}

function inSearch({ sqlSearch }: Binding, name: string): string | undefined {
  if (sqlSearch?.filter?.column === name) return '/sqlSearch/filter'
  return (
    itemOf('/sqlSearch/filters', sqlSearch?.filters, name) ??
    itemOf('/sqlSearch/constants', sqlSearch?.constants, name)
  )
}

function inWrite({ sqlWrite }: Binding, slot: 'write' | 'key', name: string): string | undefined {
  if (slot === 'write') return itemOf('/sqlWrite/columns', sqlWrite?.columns, name)
  return sqlWrite?.keyColumn === name ? '/sqlWrite/keyColumn' : itemOf('/sqlWrite/keys', sqlWrite?.keys, name)
}

function itemOf(
  pointer: string,
  items: readonly { readonly column: string }[] | undefined,
  name: string,
): string | undefined {
  const at = items?.findIndex(({ column }) => column === name) ?? -1
  return at < 0 ? undefined : `${pointer}/${at}`
}

function inCall(
  { inputs = [], inputObjectMap = [] }: Binding,
  { name, slot, isTwin }: Target,
): string | undefined {
  const isEntryOnly = isTwin === true && slot === 'field'
  const input = isEntryOnly ? -1 : inputs.findIndex(({ argument }) => argument === name)
  if (input >= 0) return `/inputs/${input}`
  if (isTwin === true && slot === 'argument') return undefined
  const entry = inputObjectMap.findIndex(({ field }) => field === name)
  return entry < 0 ? undefined : `/inputObjectMap/${entry}`
}
