import type { Binding, ProjectionField } from '@bindery/client'

type Outputs = readonly ProjectionField[]

/** A value of the answer that can be an output. */
export interface Pick {
  /** Dotted, from the answer or from one row of the innermost list. */
  readonly path: string
  /** Paths of the lists whose rows hold it, outermost first, each from a row of the one before. `$` is the answer itself. */
  readonly lists: readonly string[]
  /** A list of scalars: an output is one value, so it is joined. */
  readonly isMany: boolean
}

export type Path = ProjectionField['path']

/** A path as it is read. */
export const pathText = (path: Path): string => (typeof path === 'string' ? path : path.join('.'))

export const isPicked = ({ projection = [] }: Binding, { path, lists }: Pick): boolean => {
  const fields = lists.reduce<Outputs>((outputs, list) => listAmong(outputs, list)?.fields ?? [], projection)
  return fields.some((field) => field.fields === undefined && pathText(field.path) === path)
}

const listAmong = (outputs: Outputs, list: string): ProjectionField | undefined =>
  outputs.find((output) => output.fields !== undefined && pathText(output.path) === list)

/** `binding` with the value among its outputs, or without it when it was there. */
export function togglePick(binding: Binding, pick: Pick): Binding {
  const { projection = [] } = binding
  const change = isPicked(binding, pick) ? without : withPick
  return { ...binding, projection: change(projection, pick, 'outer') }
}

/** Rows of the outer list at most, and of each list within its rows: all together are no more than an answer may have. */
const mostRows = { outer: 20, inner: 5 } as const

type Level = keyof typeof mostRows

function withPick(outputs: Outputs, pick: Pick, level: Level): ProjectionField[] {
  const { path, isMany } = pick
  const [list, ...lists] = pick.lists
  const taken = outputs.map(({ leaf }) => leaf)
  if (list === undefined) {
    const join = isMany && { transform: '$join($, ", ")' }
    return [...outputs, { path, ...join, leaf: freeLeaf(path, taken) }]
  }
  const within = (fields: Outputs) => withPick(fields, { ...pick, lists }, 'inner')
  const known = listAmong(outputs, list)
  if (known !== undefined)
    return outputs.map((each) => (each === known ? { ...each, fields: within(each.fields ?? []) } : each))
  const leaf = freeLeaf(list === '$' ? 'rows' : list, taken)
  return [...outputs, { path: list, leaf, max: mostRows[level], fields: within([]) }]
}

/** A list without fields is no output. */
function without(outputs: Outputs, pick: Pick): ProjectionField[] {
  const [list, ...lists] = pick.lists
  return outputs.flatMap((each) => {
    if (list === undefined)
      return each.fields === undefined && pathText(each.path) === pick.path ? [] : [each]
    if (each.fields === undefined || pathText(each.path) !== list) return [each]
    return withFields(each, without(each.fields, { ...pick, lists }))
  })
}

const withFields = (output: ProjectionField, fields: ProjectionField[]): readonly ProjectionField[] =>
  fields.length === 0 ? [] : [{ ...output, fields }]

/** A name that agents can read, made of the path, and free. */
export function freeLeaf(path: string, taken: readonly string[]): string {
  const steps = path.split('.')
  const short = toSnake(steps.at(-1) ?? path)
  const long = toSnake(path)
  const wanted = [short, long].find((name) => !taken.includes(name)) ?? long
  if (!taken.includes(wanted)) return wanted
  for (let number = 2; ; number += 1) if (!taken.includes(`${wanted}_${number}`)) return `${wanted}_${number}`
}

/** `fullName` as `full_name`: letters, digits and underscores, beginning with a letter, at most 60. */
export function toSnake(text: string): string {
  const snake = text
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .join('_')
    .toLowerCase()
    .slice(0, 60)
  if (/^[a-z]/.test(snake)) return snake
  return snake === '' ? 'value' : `value_${snake}`
}

/** Where an output stands in the binding: an entry, a field of it, a field of that, as long as rows are within rows. */
export type OutputPlace = readonly number[]

export const outputPointer = (place: OutputPlace): string => `/projection/${place.join('/fields/')}`

/** The output at a place and those around it, outermost first. */
export function outputsAlong({ projection = [] }: Binding, place: OutputPlace): readonly ProjectionField[] {
  const along: ProjectionField[] = []
  let outputs: Outputs = projection
  for (const at of place) {
    const output = outputs[at]
    if (output === undefined) return along
    along.push(output)
    outputs = output.fields ?? []
  }
  return along
}

/** What can be changed of one output. */
export interface OutputChange {
  readonly leaf?: string
  readonly transform?: string | undefined
  readonly max?: number
}

/** `binding` with what `change` says of one output. */
export const editOutput = (binding: Binding, place: OutputPlace, change: OutputChange): Binding =>
  changeOutput(binding, place, (output) => [clean({ ...output, ...change })])

/** `binding` without an output, and without the lists that are empty then. */
export const removeOutput = (binding: Binding, place: OutputPlace): Binding =>
  changeOutput(binding, place, () => [])

/** `binding` with the conditions and the order of `from` for rows within rows; what is empty is no member at all. */
export const setRows = (
  binding: Binding,
  place: OutputPlace,
  { where = [], orderBy = [] }: Omit<Binding, 'operation' | 'toolName'>,
): Binding =>
  changeOutput(binding, place, ({ where: _where, orderBy: _orderBy, ...output }) => [
    { ...output, ...(where.length > 0 && { where }), ...(orderBy.length > 0 && { orderBy }) },
  ])

type Change = (output: ProjectionField) => readonly ProjectionField[]

const changeOutput = (binding: Binding, place: OutputPlace, change: Change): Binding => ({
  ...binding,
  projection: changeAt(binding.projection ?? [], place, change),
})

function changeAt(outputs: Outputs, [at, ...rest]: OutputPlace, change: Change): ProjectionField[] {
  return outputs.flatMap((output, index) => {
    if (index !== at) return [output]
    return rest.length === 0
      ? change(output)
      : withFields(output, changeAt(output.fields ?? [], rest, change))
  })
}

/** Without members that say nothing. */
function clean(output: Omit<ProjectionField, 'transform'> & { readonly transform?: string | undefined }) {
  const { transform, ...rest } = output
  return { ...rest, ...(transform !== undefined && transform !== '' && { transform }) }
}
