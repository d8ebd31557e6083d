import type { Reading, RowAggregate, RowField } from '@bindery/model'
import type { AnswerOrder } from '../resolution/answer-orders.ts'
import { type FoundPath, resolvePath } from '../resolution/resolve-path.ts'
import type { ResolvedBinding } from '../resolution/resolved-binding.ts'

/** What is done with rows of the answer, in the form that a skill keeps. Undefined where nothing is said of them. */
export function toReading(resolved: ResolvedBinding): Reading | undefined {
  const { binding, reading } = resolved
  if (reading?.rows.status !== 'found') return undefined
  const { path } = reading.rows
  const aggregate = toAggregate(resolved)
  return {
    rows: path.steps,
    present: path.present,
    ...toSorted(reading),
    ...(aggregate === undefined ? {} : { aggregate }),
    ...(binding.pages === undefined ? {} : { pages: binding.pages }),
  }
}

/** What rows are sorted by, and their key. */
export function toSorted({ order, key }: AnswerOrder): Pick<Reading, 'key' | 'order'> {
  const fields = order.flatMap(({ resolution, direction }) =>
    resolution.status === 'found' ? [{ ...toField(resolution), direction }] : [],
  )
  return {
    ...(key.length === 0 ? {} : { key: key.map(toField) }),
    ...(fields.length === 0 ? {} : { order: fields }),
  }
}

function toAggregate({ binding, reading, view }: ResolvedBinding): RowAggregate | undefined {
  const { aggregate, orderBy = [] } = binding
  if (aggregate === undefined || reading?.rows.status !== 'found') return undefined
  const { row } = reading.rows
  const fieldOf = (name: string) => {
    const found = resolvePath(row, name, view)
    return found.status === 'found' ? found : undefined
  }
  const groupBy = (aggregate.groupBy ?? []).flatMap(({ field, leaf }) => {
    const found = fieldOf(field)
    return found === undefined ? [] : [{ leaf, field: toField(found) }]
  })
  return {
    values: aggregate.values.map(({ fn, field, leaf }) => {
      const found = field === undefined ? undefined : fieldOf(field)
      const scale = found === undefined || fn !== 'avg' ? undefined : digitsOf(found)
      return {
        fn,
        leaf,
        ...(found === undefined ? {} : { field: toField(found) }),
        ...(scale === undefined ? {} : { scale: scale + 4 }),
      }
    }),
    ...(groupBy.length === 0 ? {} : { groupBy }),
    ...(orderBy.length === 0
      ? {}
      : { order: orderBy.map(({ field, direction = 'asc' }) => ({ leaf: field, direction })) }),
  }
}

/** Digits of a number behind the point: none for whole numbers, else as many as the provider says. */
function digitsOf({ value: { type }, fields }: FoundPath): number {
  if (type.kind === 'scalar' && (type.scalar === 'integer' || type.scalar === 'int64')) return 0
  const step = fields.at(-1)?.field.constraints?.multipleOf
  const [, digits] = /^0\.(\d{1,12})$/.exec(String(step ?? '')) ?? []
  return digits?.length ?? unscaled
}

const unscaled = 12

const toField = ({ steps, value }: FoundPath): RowField => ({ path: steps, type: value.type })
