import type { Binding } from '@bindery/client'
import { moved } from './conditions.ts'

export type OrderEntry = NonNullable<Binding['orderBy']>[number]
export const mostOrders = 4

/** `binding` with this order; none is no member at all. */
export function withOrder(binding: Binding, orderBy: readonly OrderEntry[]): Binding {
  const { orderBy: _before, ...rest } = binding
  return orderBy.length === 0 ? rest : { ...rest, orderBy: [...orderBy] }
}

export const addOrder = (binding: Binding, field: string): Binding =>
  withOrder(binding, [...(binding.orderBy ?? []), { field }])

export const setOrder = (binding: Binding, at: number, next: OrderEntry): Binding =>
  withOrder(binding, (binding.orderBy ?? []).with(at, next))

export const removeOrder = (binding: Binding, at: number): Binding =>
  withOrder(binding, (binding.orderBy ?? []).toSpliced(at, 1))

export const moveOrder = (binding: Binding, at: number, by: 1 | -1): Binding =>
  withOrder(binding, moved(binding.orderBy ?? [], at, by))
