import type { Binding } from '@bindery/client'

type Projection = NonNullable<Binding['projection']>
type Entry = Projection[number]

/** A value of the answer that can be an output. */
export interface Pick {
  /** Dotted, from the answer or from one row of `list`. */
  readonly path: string
  /** Path of the list whose rows hold it; undefined outside of lists. `$` is the answer itself. */
  readonly list: string | undefined
  /** A list of scalars: an output is one value, so it is joined. */
  readonly isMany: boolean
}

const pathText = (path: Entry['path']): string => (typeof path === 'string' ? path : path.join('.'))

export const isPicked = ({ projection = [] }: Binding, pick: Pick): boolean =>
  pick.list === undefined
    ? projection.some((entry) => entry.fields === undefined && pathText(entry.path) === pick.path)
    : (entryOf(projection, pick.list)?.fields ?? []).some(({ path }) => pathText(path) === pick.path)

const entryOf = (projection: Projection, list: string): Entry | undefined =>
  projection.find((entry) => entry.fields !== undefined && pathText(entry.path) === list)

/** `binding` with the value among its outputs, or without it when it was there. */
export function togglePick(binding: Binding, pick: Pick): Binding {
  const projection = binding.projection ?? []
  const next = isPicked(binding, pick) ? without(projection, pick) : withPick(projection, pick)
  return { ...binding, projection: next }
}

function withPick(projection: Projection, pick: Pick): Projection {
  const field = { path: pick.path, ...(pick.isMany && { transform: '$join($, ", ")' }) }
  const { list } = pick
  if (list === undefined)
    return [...projection, { ...field, leaf: freeLeaf(pick.path, leavesOf(projection)) }]
  const entry = entryOf(projection, list)
  const fields = entry?.fields ?? []
  const leaf = freeLeaf(
    pick.path,
    fields.map((each) => each.leaf),
  )
  if (entry !== undefined)
    return projection.map((each) =>
      each === entry ? { ...each, fields: [...fields, { ...field, leaf }] } : each,
    )
  const name = freeLeaf(list === '$' ? 'rows' : list, leavesOf(projection))
  return [...projection, { path: list, leaf: name, max: 20, fields: [{ ...field, leaf }] }]
}

/** A list without fields is no output. */
function without(projection: Projection, pick: Pick): Projection {
  const { list } = pick
  if (list === undefined)
    return projection.filter((entry) => entry.fields !== undefined || pathText(entry.path) !== pick.path)
  return projection.flatMap((entry) => {
    if (entry.fields === undefined || pathText(entry.path) !== list) return [entry]
    const fields = entry.fields.filter(({ path }) => pathText(path) !== pick.path)
    return fields.length === 0 ? [] : [{ ...entry, fields }]
  })
}

const leavesOf = (projection: Projection): string[] => projection.map(({ leaf }) => leaf)

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

/** Where an output stands in the binding: an entry, or a field of one. */
export interface OutputPlace {
  readonly entry: number
  readonly field?: number
}

/** `binding` with what `change` says of one output. */
export function editOutput(
  binding: Binding,
  { entry, field }: OutputPlace,
  change: { readonly leaf?: string; readonly transform?: string | undefined; readonly max?: number },
): Binding {
  const projection = (binding.projection ?? []).map((each, place) => {
    if (place !== entry) return each
    if (field === undefined) return clean({ ...each, ...change })
    const { max: _max, ...said } = change
    const fields = each.fields?.map((one, at) => (at === field ? clean({ ...one, ...said }) : one))
    return { ...each, ...(fields !== undefined && { fields }) }
  })
  return { ...binding, projection }
}

/** Without members that say nothing. */
function clean<Output extends { readonly transform?: string | undefined }>(output: Output) {
  const { transform, ...rest } = output
  return { ...rest, ...(transform !== undefined && transform !== '' && { transform }) }
}

export function removeOutput(binding: Binding, { entry, field }: OutputPlace): Binding {
  const projection = (binding.projection ?? []).flatMap((each, place) => {
    if (place !== entry) return [each]
    if (field === undefined) return []
    const fields = each.fields?.filter((_one, at) => at !== field) ?? []
    return fields.length === 0 ? [] : [{ ...each, fields }]
  })
  return { ...binding, projection }
}
