import { PlatformError } from '@bindery/model'
import type { Plan } from './plan.ts'
import type { SelectedCell } from './selected-cells.ts'

/** How a write answers: with the row that it wrote and with no other. Throws `binding_invalid` for joined columns. */
export function rowAnswer(
  cells: readonly SelectedCell[],
): Pick<Plan, 'answer' | 'cells' | 'joins' | 'maxRows'> {
  const joined = cells.find(({ path }) => path.length > 1)
  if (joined !== undefined) {
    const message = `A write answers with columns of its own table, not with "${joined.path.join('.')}".`
    throw new PlatformError('binding_invalid', message, { reason: 'write_joins' })
  }
  return {
    answer: 'row',
    cells: cells.map(({ path, codec }) => ({ path: [...path], codec })),
    joins: [],
    maxRows: 1,
  }
}
