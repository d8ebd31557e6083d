import type { ResolvedBinding } from './resolved-binding.ts'
import type { FieldOf } from './step-into.ts'

/** Fields of rows that are read and not shown: those on the way to the rows, and what they are sorted by. */
export function readFields({ reading }: Pick<ResolvedBinding, 'reading'>): readonly FieldOf[] {
  if (reading?.rows.status !== 'found') return []
  const order = reading.order.flatMap(({ resolution }) =>
    resolution.status === 'found' ? resolution.fields : [],
  )
  return [...reading.rows.path.fields, ...order, ...reading.key.flatMap(({ fields }) => fields)]
}
