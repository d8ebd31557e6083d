import { Binding, type BindingInputDocument, type ObjectType, type Operation } from '@bindery/model'
import type { AssignedOutputs } from '../assignment/assign-outputs.ts'
import type { AssignedParameters } from '../assignment/assign-parameters.ts'
import type { Assigned } from '../assignment/assign.ts'
import { rowPathOf } from '../assignment/binding-names.ts'
import type { ArgumentPlace } from '../assignment/places.ts'
import { cleanText } from '../model/clean-text.ts'
import { tableMode } from './table-mode.ts'
import { tableParts } from './table-parts.ts'

const mostRows = 10

/** A disabled binding of an operation in the authored form; it holds no constants at all. */
export function buildBinding(draft: {
  readonly goal: string
  readonly operation: Operation
  readonly parameters: AssignedParameters
  readonly outputs: AssignedOutputs
  /** The table that a table operation is about. */
  readonly table?: ObjectType | undefined
  /** Outputs above class `contact` that a person has agreed to. */
  readonly allowSensitive?: readonly string[]
}): Binding {
  const { goal, operation, parameters, outputs } = draft
  const mode = draft.table === undefined ? undefined : tableMode(operation)
  const document: BindingInputDocument = {
    operation: operation.name,
    toolName: toolNameOf(operation),
    description: goal.slice(0, 1000),
    ...(mode === undefined || draft.table === undefined
      ? inputsOf(parameters)
      : tableParts(mode, draft.table, parameters)),
    projection: projectionOf(outputs, operation),
    enabled: false,
    allowSensitive: (draft.allowSensitive ?? []).filter((name) =>
      outputs.assigned.some((line) => line.name === name),
    ),
  }
  return Binding.parse(document)
}

/** Agents read the name of a tool, so a title that gives orders or addresses does not become one. */
const toolNameOf = ({ title = '', name }: Operation): string =>
  cleanText(title, 120).text || cleanText(name, 120).text || 'Tool'

function inputsOf({ assigned }: AssignedParameters): Pick<BindingInputDocument, 'inputs' | 'inputObjectMap'> {
  return {
    inputs: assigned
      .filter(({ place }) => place.depth === 0)
      .map((line) => ({ param: line.name, argument: line.place.target, ...needOf(line) })),
    inputObjectMap: assigned
      .filter(({ place }) => place.depth > 0)
      .map((line) => ({ param: line.name, field: line.place.target, ...needOf(line) })),
  }
}

const needOf = ({ place, isAsked }: Assigned<ArgumentPlace>): { readonly required?: true } =>
  isAsked === true && !place.required ? { required: true } : {}

function projectionOf(
  { assigned }: AssignedOutputs,
  operation: Operation,
): BindingInputDocument['projection'] {
  const single: { path: string; leaf: string }[] = []
  const rows = new Map<string, { path: string; leaf: string }[]>()
  for (const { name, place } of assigned) {
    const { list, path } = rowPathOf(place)
    const target = list === undefined ? single : (rows.get(list) ?? [])
    target.push({ path, leaf: name })
    if (list !== undefined) rows.set(list, target)
  }
  const taken = new Set(single.map(({ leaf }) => leaf))
  return [
    ...single,
    ...[...rows].map(([path, fields]) => ({
      path,
      leaf: rowsLeaf(path, operation, taken),
      max: mostRows,
      fields,
    })),
  ]
}

/** A name for the rows: that of the list, else what the operation is about. */
function rowsLeaf(path: string, { object }: Operation, taken: Set<string>): string {
  const last = path === '$' ? (object ?? 'rows') : path
  const words = last.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
  const base = (words.at(-1) ?? 'rows').replaceAll(/(\p{Ll})(?=\p{Lu})/gu, '$1_').toLowerCase()
  const named = /^[a-z]/.test(base) ? base.slice(0, 60) : 'rows'
  let leaf = named
  for (let at = 2; taken.has(leaf); at++) leaf = `${named}_${at}`
  taken.add(leaf)
  return leaf
}
