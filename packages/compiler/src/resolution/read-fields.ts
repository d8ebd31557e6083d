import { answerOrders } from './answer-orders.ts'
import type { ResolvedBinding } from './resolved-binding.ts'
import type { FieldOf } from './step-into.ts'

/** Fields of rows that are read and not shown: those on the way to the rows, and what they are sorted by. */
export function readFields(resolved: Pick<ResolvedBinding, 'reading' | 'outputs'>): readonly FieldOf[] {
  const { reading } = resolved
  const way = reading?.rows.status === 'found' ? reading.rows.path.fields : []
  const sorted = answerOrders(resolved).flatMap(({ order, key }) => [
    ...order.flatMap(({ resolution }) => (resolution.status === 'found' ? resolution.fields : [])),
    ...key.flatMap(({ fields }) => fields),
  ])
  return [...way, ...sorted]
}
