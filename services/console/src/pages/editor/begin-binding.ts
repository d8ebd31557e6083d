import type { Binding, components, Operation } from '@bindery/client'
import { toSnake } from './outputs.ts'
import { counted } from './rows/aggregate.ts'
import { tableModeOf } from './rows/table-mode.ts'
import { withSource } from './source.ts'
import type { Target } from './source.ts'

type CatalogObject = components['schemas']['Object']

/** Outputs that a new binding begins with. */
const mostOutputs = 8

interface Known {
  readonly operation: Operation
  readonly targets: readonly Target[]
  /** What the operation answers with; undefined for nothing or a bare value. */
  readonly answer: CatalogObject | undefined
  /** Rows of the answer, where it wraps one list. */
  readonly rows: { readonly path: string; readonly object: CatalogObject } | undefined
  readonly parameters: readonly { readonly name: string }[]
}

/**
 * A binding to begin with: each required argument from a parameter of its name, a canonical one where there is one, and the first
 * plain values of the answer that are no personal data. Everything in it is there to be changed.
 */
export function beginBinding({ operation, targets, answer, rows, parameters }: Known): Binding {
  const start: Binding = {
    operation: operation.name,
    toolName: toolNameOf(operation.title ?? operation.name),
  }
  const withInputs = targets
    .filter(({ required }) => required)
    .reduce(
      (binding, target) =>
        withSource(binding, target, { kind: 'param', param: parameterFor(target, parameters) }),
      start,
    )
  if (tableModeOf(operation) === 'aggregate') return { ...withInputs, aggregate: counted }
  return { ...withInputs, ...beginOutputs({ operation, answer, rows }) }
}

/** Providers have titles of any length: whole words of it, or as many characters as a name may have. */
function toolNameOf(title: string): string {
  const cut = title.slice(0, mostCharacters).toWellFormed()
  if (cut === title) return title
  const end = cut.lastIndexOf(' ')
  return cut.slice(0, end > mostCharacters / 2 ? end : mostCharacters - 1)
}

const mostCharacters = 120

/** The canonical name that the argument's own name ends with, or the argument's own. */
function parameterFor({ name }: Target, parameters: Known['parameters']): string {
  const own = toSnake(name.split('.').at(-1) ?? name)
  return parameters.find((parameter) => parameter.name === own)?.name ?? own
}

type Answer = Omit<Known, 'targets' | 'parameters'>

function beginOutputs({ operation, answer, rows }: Answer): Pick<Binding, 'projection'> {
  const isList = operation.returns?.type.endsWith('[]') === true
  if (isList) return { projection: rowsOf('$', answer) }
  if (rows !== undefined) return { projection: rowsOf(rows.path, rows.object) }
  return { projection: plainFields(answer) }
}

function rowsOf(path: string, object: CatalogObject | undefined): NonNullable<Binding['projection']> {
  const fields = plainFields(object)
  const leaf = path === '$' ? 'rows' : toSnake(path)
  return fields.length === 0 ? [] : [{ path, leaf, max: 20, fields }]
}

/** The first plain values of an object that are no personal data. */
const plainFields = (object: CatalogObject | undefined) =>
  (object?.fields ?? [])
    .filter(
      ({ references, jsonType, sensitivityClass, isErrorChannel }) =>
        references.length === 0 &&
        !['object', 'array'].includes(jsonType) &&
        sensitivityClass === 'none' &&
        isErrorChannel !== true,
    )
    .slice(0, mostOutputs)
    .map(({ name }) => ({ path: name, leaf: toSnake(name) }))

/** The one list of objects in an answer that wraps it; undefined when there are none or several. */
export function wrappedList(answer: CatalogObject | undefined): { path: string; object: string } | undefined {
  const lists = (answer?.fields ?? []).flatMap(({ name, jsonType, references: [object], isErrorChannel }) =>
    jsonType === 'array' && object !== undefined && isErrorChannel !== true ? [{ path: name, object }] : [],
  )
  return lists.length === 1 ? lists[0] : undefined
}
