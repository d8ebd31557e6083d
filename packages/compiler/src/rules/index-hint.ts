import type { ObjectType } from '@bindery/model'

/**
 * What is missing for an index that has the column: columns before it, or a constant that says which rows it holds. Nothing
 * of an index that is about something hidden, whose own name may tell it.
 */
export function indexHint(
  { indexes, key }: ObjectType,
  column: string,
  isHidden: (column: string) => boolean,
): string {
  const told = indexes.filter(
    ({ fields, rows = [] }) => ![...fields, ...rows.map((row) => row.column)].some(isHidden),
  )
  const partial = told.find(({ isPartial, fields }) => isPartial && fields[0] === column)
  if (partial !== undefined) {
    const pins = (partial.rows ?? []).map((row) => `"${row.column}"`).join(', ')
    return pins === ''
      ? ` "${partial.name}" begins with it, but holds only some rows, so it proves nothing.`
      : ` "${partial.name}" begins with it, but holds only the rows that ${pins} decides: pin that with a constant.`
  }
  const keys = key.some(isHidden) ? [] : [key]
  const later = [...keys, ...told.flatMap(({ isPartial, fields }) => (isPartial ? [] : [fields]))].find(
    (fields) => fields.includes(column),
  )
  const before = later?.slice(0, later.indexOf(column)).map((name) => `"${name}"`) ?? []
  return before.length === 0 ? '' : ` With ${before.join(', ')} beside it, an index would serve it.`
}
