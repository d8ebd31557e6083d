import { type Binding, type BindingInputDocument, type ObjectType, type Operation } from '@bindery/model'
import type { AssignedParameters } from '../assignment/assign-parameters.ts'
import { rowPathOf } from '../assignment/binding-names.ts'
import type { ArgumentPlace } from '../assignment/places.ts'
import { tableMode } from '../draft/table-mode.ts'
import { tableParts } from '../draft/table-parts.ts'
import type { Part, PartValue } from './part.ts'

/** What a part is written into. */
export interface PartScene {
  readonly operation: Operation
  /** The table that a table operation is about. */
  readonly table: ObjectType | undefined
  readonly parameters: AssignedParameters
  /** Parameters that nobody named, which a fixed value takes the place of. */
  readonly replaceable: ReadonlySet<string>
}

type Written = BindingInputDocument

/** What a binding becomes by a part; undefined where it has no room for it, or says something else there already. */
export function applyPart(binding: Binding, part: Part, scene: PartScene): Written | undefined {
  switch (part.kind) {
    case 'constant':
      return applyConstant(binding, part, scene)
    case 'condition':
      return applyCondition(binding, part.leaf, {
        ...(part.op === 'eq' ? {} : { op: part.op }),
        const: part.value,
      })
    case 'time':
      return applyCondition(binding, part.leaf, {
        ...(part.op === 'eq' ? {} : { op: part.op }),
        relative: part.relative,
      })
    case 'order': {
      const { list, path } = rowPathOf(part.leaf)
      const entry = { field: path, direction: part.direction }
      return { ...binding, ...rowsOf(binding, list), orderBy: [...(binding.orderBy ?? []), entry] }
    }
    case 'limit':
      return applyLimit(binding, part.max)
  }
}

interface ConstantAt {
  readonly place: ArgumentPlace
  readonly value: PartValue
}

function applyConstant(
  binding: Binding,
  { place, value }: ConstantAt,
  scene: PartScene,
): Written | undefined {
  const fixed = place.type.kind === 'list' ? [value] : value
  const isFree = (param: string | undefined): boolean => param !== undefined && scene.replaceable.has(param)
  if (place.place === 'column') return applyColumn(binding, { place, value }, scene)
  if (place.depth === 0) {
    const own = binding.inputs.find(({ argument }) => argument === place.target)
    if (own !== undefined && !isFree(own.param)) return undefined
    const others = binding.inputs.filter((entry) => entry !== own)
    return { ...binding, inputs: [...others, { const: fixed, argument: place.target }] }
  }
  const own = binding.inputObjectMap.find(({ field }) => field === place.target)
  if (own !== undefined && !isFree(own.param)) return undefined
  const others = binding.inputObjectMap.filter((entry) => entry !== own)
  return { ...binding, inputObjectMap: [...others, { const: fixed, field: place.target }] }
}

/** A column is compared by a search and set by a change, whose row is named as by `tableParts`. */
function applyColumn(
  binding: Binding,
  { place, value }: ConstantAt,
  { operation, table, parameters }: PartScene,
): Written | undefined {
  const mode = tableMode(operation)
  const column = place.target
  if (mode === undefined || table === undefined) return undefined
  if (mode === 'find') {
    const isThere = binding.where?.some((entry) => 'field' in entry && entry.field === column) === true
    return isThere
      ? undefined
      : { ...binding, where: [...(binding.where ?? []), { field: column, const: value }] }
  }
  const placeholder = `${column} is fixed`
  const line = { name: placeholder, place, score: 1, margin: 0, others: [] }
  const { sqlWrite } = tableParts(mode, table, { ...parameters, assigned: [...parameters.assigned, line] })
  const written = sqlWrite ?? undefined
  if (written === undefined || written.keyParam === placeholder) return undefined
  const before = new Map(binding.sqlWrite?.columns.map((entry) => [entry.column, entry]))
  const columns = written.columns.map((entry) =>
    entry.param === placeholder ? { column, const: value } : (before.get(entry.column) ?? entry),
  )
  return { ...binding, sqlWrite: { ...written, columns } }
}

function applyCondition(
  binding: Binding,
  leaf: Extract<Part, { kind: 'order' }>['leaf'],
  compared: {
    readonly op?: Extract<Part, { kind: 'time' }>['op']
    readonly const?: PartValue
    readonly relative?: string
  },
): Written {
  const { list, path } = rowPathOf(leaf)
  return {
    ...binding,
    ...rowsOf(binding, list),
    where: [...(binding.where ?? []), { field: path, ...compared }],
  }
}

/** Which list is meant, where no rows of it are shown. */
function rowsOf(binding: Binding, list: string | undefined): Pick<Written, 'rows'> {
  const isShown = binding.projection.some(({ path, fields }) => fields !== undefined && path === list)
  return isShown || list === undefined || list === '$' ? {} : { rows: list }
}

function applyLimit(binding: Binding, max: number): Written | undefined {
  const [rows] = binding.projection.filter(({ fields }) => fields !== undefined)
  if (rows === undefined) return undefined
  return {
    ...binding,
    projection: binding.projection.map((entry) => (entry === rows ? { ...entry, max } : entry)),
  }
}
