import {
  type Binding,
  type FieldPath,
  isJsonObject,
  parseFieldPath,
  type ProjectionField,
} from '@bindery/model'
import { fieldConditions, saysRows } from '@bindery/model/tables'

/** Levels of objects that one binding can pull in. */
export const deepest = 12

/** How many objects deep the longest name of a binding leads, and one more for suggestions. Expressions count as deep. */
export function depthOf(binding: Binding, { isTable }: { readonly isTable: boolean }): number {
  const targets = [
    ...(isTable || !saysRows(binding) ? [] : [rowsDepth(binding)]),
    ...fieldConditions(binding).map(({ argument = '' }) => argument.split('.').length),
    ...namesCompared(binding).map((field) => field.split('.').length),
    ...binding.inputs.map((input) => input.argument.split('.').length),
    ...binding.inputObjectMap.map((entry) => entry.field.split('.').length + 1 + rowDepth(entry)),
  ]
  const constants = binding.inputObjectMap.map((entry) => jsonDepth(entry.const))
  return Math.min(
    deepest,
    1 +
      Math.max(
        1,
        ...binding.projection.map(outputDepth),
        ...targets.map((length, index) => length + (constants[index] ?? 0)),
      ),
  )
}

/** How deep the longest field of the rows leads that a caller gives. */
const rowDepth = ({ fields = [] }: Binding['inputObjectMap'][number]): number =>
  Math.max(0, ...fields.map(({ field, const: value }) => field.split('.').length + jsonDepth(value)))

/** Names of steps in the paths of rows within rows, which may lead to rows of other tables. */
export function innerNames({ projection }: Binding): readonly string[] {
  return projection
    .flatMap(({ fields = [] }) => fields)
    .flatMap(withInner)
    .filter(({ fields }) => fields !== undefined)
    .flatMap(({ path }) => fieldNames(path))
}

/** Whether a binding leads farther than one relationship, or compares what one leads to. */
export function isJoining(binding: Binding): boolean {
  const fields = binding.projection.flatMap(withInner)
  const paths = fields.map(({ path }) => fieldNames(path).length)
  return (
    innerNames(binding).length > 0 ||
    paths.some((length) => length > 2) ||
    namesCompared(binding).some((field) => field.includes('.'))
  )
}

/** Names of fields that rows are compared, ordered, grouped and counted by. */
const namesCompared = ({
  where,
  orderBy,
  aggregate,
}: Pick<Binding, 'where' | 'orderBy'> & { readonly aggregate?: Binding['aggregate'] }): readonly string[] =>
  [
    ...fieldConditions({ where }),
    ...(orderBy ?? []),
    ...(aggregate?.values ?? []),
    ...(aggregate?.groupBy ?? []),
  ].flatMap(({ field }) => field ?? [])

const withInner = (field: ProjectionField): readonly ProjectionField[] => [
  field,
  ...(field.fields ?? []).flatMap(withInner),
]

function outputDepth({ path, transform, fields = [], where, orderBy }: ProjectionField): number {
  const compared = namesCompared({ where, orderBy }).map((field) => field.split('.').length)
  return (
    fieldNames(path).length +
    Math.max(0, ...compared, ...fields.map(outputDepth)) +
    (transform === undefined ? 0 : 4)
  )
}

function fieldNames(path: FieldPath): readonly string[] {
  const parsed = parseFieldPath(path)
  return parsed.ok ? parsed.value.flatMap((step) => (step.kind === 'field' ? [step.name] : [])) : ['']
}

function jsonDepth(value: unknown): number {
  if (Array.isArray(value)) return 1 + Math.max(0, ...value.map(jsonDepth))
  return isJsonObject(value) ? 1 + Math.max(0, ...Object.values(value).map(jsonDepth)) : 0
}

/**
 * How deep the longest field of rows leads that a binding says something of. Where it does not say which rows, the answer is
 * searched for them.
 */
function rowsDepth(binding: Binding): number {
  const { rows, projection, orderBy = [], aggregate } = binding
  const [only, ...more] = projection.filter(({ fields }) => fields !== undefined)
  const path = rows ?? (more.length === 0 ? only?.path : undefined)
  const read = [
    ...fieldConditions(binding),
    ...orderBy,
    ...(aggregate?.values ?? []),
    ...(aggregate?.groupBy ?? []),
  ]
  const fields = read.map(({ field = '' }) => fieldNames(field).length)
  return (path === undefined ? deepestRows : fieldNames(path).length) + Math.max(1, ...fields)
}

/** Deeper rows are not found by themselves. */
const deepestRows = 5
