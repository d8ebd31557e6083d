import {
  type Binding,
  type CatalogIndex,
  type FieldPath,
  indexCatalog,
  type SchemaCatalog,
  type SensitivityClass,
  type TypeRef,
} from '@bindery/model'

/** One output of a binding with the class of the field that it takes; undefined when the answer has no such field. */
export interface AnswerLeaf {
  readonly leaf: string
  readonly sensitivity: SensitivityClass | undefined
}

export function answerLeaves(
  { operation, projection }: Binding,
  catalog: SchemaCatalog,
): readonly AnswerLeaf[] {
  const index = indexCatalog(catalog)
  const type = index.operation(operation)?.returns?.type
  return projection.flatMap(({ path, leaf, fields }) => {
    const whole =
      fields === undefined
        ? [{ path, leaf, under: [] }]
        : fields.map((field) => ({ ...field, under: namesOf(path) }))
    return whole.map((entry) => ({
      leaf: entry.leaf,
      sensitivity: classOf(type, [...entry.under, ...namesOf(entry.path)], index),
    }))
  })
}

/** Names of a path; those of the catalogs here are in backticks when they are no plain words. */
function namesOf(path: FieldPath): readonly string[] {
  if (typeof path !== 'string') return path.filter((part) => typeof part === 'string')
  return [...path.matchAll(/`((?:[^`]|``)*)`|([^.[\]`$][^.[\]`]*)|(?<=\.)\$/g)].map(
    (match) => match[1] ?? match[2] ?? '',
  )
}

function classOf(
  type: TypeRef | undefined,
  [name, ...rest]: readonly string[],
  index: CatalogIndex,
): SensitivityClass | undefined {
  if (type?.kind === 'list') return classOf(type.items, name === undefined ? [] : [name, ...rest], index)
  if (name === undefined || type?.kind !== 'object') return undefined
  const field = index.object(type.name)?.fields.find((candidate) => candidate.name === name)
  if (field === undefined || rest.length === 0) return field?.sensitivity
  return field.sensitivity === 'none' ? classOf(field.type, rest, index) : field.sensitivity
}
