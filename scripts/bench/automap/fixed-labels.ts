import {
  type Binding,
  type FieldCondition,
  type Json,
  type Operation,
  type ProjectionEntry,
} from '../../../packages/model/src/index.ts'
import { argumentLabel } from './labels.ts'

/** What a draft shows of rows that nobody counted. */
const usualRows = 10

/** What a binding settles once and for all, as goals label it: `always query.status="open"`, `where total gt 100`, `sort due desc`, `limit 3`. */
export function fixedLabels(binding: Binding, operation: Operation): readonly string[] {
  const { inputs, inputObjectMap, sqlWrite, where = [], orderBy = [], projection } = binding
  const always = (place: string, value: Json | undefined): readonly string[] =>
    value === undefined ? [] : [`always ${place}=${JSON.stringify(value)}`]
  const conditions = where.flatMap((entry) => ('anyOf' in entry ? [] : [entry]))
  return [
    ...inputs.flatMap((entry) => always(argumentLabel(entry.argument, operation), entry.const)),
    ...inputObjectMap.flatMap((entry) => always(argumentLabel(entry.field, operation), entry.const)),
    ...(sqlWrite?.columns ?? []).flatMap((entry) => always(`set.${entry.column}`, entry.const)),
    ...conditions.flatMap(conditionLabel),
    ...orderBy.map(({ field, direction = 'asc' }) => `sort ${field} ${direction}`),
    ...projection.flatMap(limitLabel),
  ]
}

function conditionLabel({
  field = '',
  op = 'eq',
  const: value,
  relative,
}: FieldCondition): readonly string[] {
  if (relative !== undefined) return [`where ${field} ${op} ${relative}`]
  return value === undefined ? [] : [`where ${field} ${op} ${JSON.stringify(value)}`]
}

const limitLabel = ({ fields, max }: ProjectionEntry): readonly string[] =>
  fields === undefined || max === undefined || max === usualRows ? [] : [`limit ${max}`]
