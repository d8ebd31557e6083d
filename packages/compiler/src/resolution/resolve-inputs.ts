import {
  type Binding,
  type BindingInput,
  type BindingInputObjectEntry,
  type Json,
  type PathSegment,
  type TypeRef,
} from '@bindery/model'
import { parseTemplate, sourceParameters } from '@bindery/model/syntax'
import { sqlFilters, sqlKeys, type SqlPart } from '@bindery/model/tables'
import type { CatalogView } from './catalog-view.ts'
import { checkTransform } from './check-transform.ts'
import { typeOfParameter } from './parameter-type.ts'
import { type AnswerArena, answerEntries, resolveSent, resolveTested } from './answer-entries.ts'
import { resolveTableCondition, tableEntries } from './condition-entries.ts'
import { isOfTable } from './resolve-reading.ts'
import { resolveTarget } from './resolve-target.ts'
import type { TargetResolution } from './target.ts'
import type {
  AuthoredSource,
  ResolvedAssignment,
  ResolvedBinding,
  ResolvedOutput,
  ResolvedParameter,
} from './resolved-binding.ts'
import type { Entry, ResolvedEntry } from './resolved-entry.ts'

/** Looks up every target that a binding fills or compares, and types every parameter that it uses. */
export function resolveInputs(
  binding: Binding,
  outputs: readonly ResolvedOutput[],
  arena: AnswerArena,
): Pick<ResolvedBinding, 'assignments' | 'parameters'> {
  const { operation, view } = arena
  const conditions = isOfTable(operation)
    ? tableEntries(binding, outputs, view)
    : answerEntries(binding, outputs)
  const found = [...entriesOf(binding), ...conditions].map((entry) => ({
    entry,
    resolution: resolveEntry(entry, arena),
  }))
  const uses = usesByParameter(found)
  const types = new Map([...uses].map(([name, entries]) => [name, typeOfParameter(name, entries, view)]))
  const assignments = found.map((entry) => toAssignment(entry, types, view))
  const parameters = [...uses].map(([name, entries]) => toParameter({ name, entries, assignments, types }))
  return { assignments, parameters }
}

function resolveEntry(entry: Entry, arena: AnswerArena): TargetResolution {
  if (entry.sent !== undefined) return resolveSent(entry, arena)
  if (entry.condition === undefined) return resolveTarget(entry.name, entry.order, arena)
  return isOfTable(arena.operation) ? resolveTableCondition(entry, arena) : resolveTested(entry, arena)
}

function usesByParameter(entries: readonly ResolvedEntry[]): ReadonlyMap<string, readonly ResolvedEntry[]> {
  const uses = new Map<string, ResolvedEntry[]>()
  for (const use of entries) {
    for (const name of sourceParameters(use.entry.source)) uses.set(name, [...(uses.get(name) ?? []), use])
  }
  return uses
}

function toAssignment(
  { entry, resolution }: ResolvedEntry,
  types: ReadonlyMap<string, TypeRef>,
  view: CatalogView,
): ResolvedAssignment {
  const { origin, key, name, source, transform, input, namesRows, condition, sent, isTwin } = entry
  const type = source.from === 'parameter' ? types.get(source.name) : undefined
  return {
    origin,
    key,
    name,
    source,
    resolution,
    ...(transform === undefined || type === undefined
      ? {}
      : {
          transform: { text: transform, check: checkTransform(transform, { type, nullable: false }, view) },
        }),
    ...(input === undefined ? {} : { input }),
    ...(namesRows === undefined ? {} : { namesRows }),
    ...(condition === undefined ? {} : { condition }),
    ...(sent === undefined ? {} : { sent }),
    ...(isTwin === undefined ? {} : { isTwin }),
  }
}

interface ParameterParts {
  readonly name: string
  readonly entries: readonly ResolvedEntry[]
  readonly assignments: readonly ResolvedAssignment[]
  readonly types: ReadonlyMap<string, TypeRef>
}

function toParameter({ name, entries, assignments, types }: ParameterParts): ResolvedParameter {
  const declared = entries.find(({ entry }) => entry.input !== undefined) ?? entries[0]
  const input = declared?.entry.input
  return {
    name,
    origin: declared?.entry.origin ?? [],
    key: declared?.entry.paramKey ?? 'param',
    type: types.get(name) ?? { kind: 'scalar', scalar: 'string' },
    uses: assignments.filter(({ source }) => sourceParameters(source).includes(name)),
    ...(input === undefined ? {} : { input }),
  }
}

function entriesOf(binding: Binding): readonly Entry[] {
  return [
    ...argumentEntries(binding),
    ...fieldEntries(binding),
    ...searchEntries(binding),
    ...writeEntries(binding),
  ]
}

function argumentEntries({ inputs }: Binding): readonly Entry[] {
  return inputs.map((input, index): Entry => {
    const place = {
      origin: ['inputs', index],
      key: 'argument',
      name: input.argument,
      order: 'arguments_first',
    } as const
    // What else such an entry says is said of no parameter of its own.
    if (input.template !== undefined || input.syntax !== undefined)
      return { ...place, paramKey: 'template', source: toTemplate(input) }
    return {
      ...place,
      paramKey: 'param',
      source: toSource(input.param, input.const),
      ...(input.transform === undefined ? {} : { transform: input.transform }),
      input,
    }
  })
}

function toTemplate({ syntax, template }: BindingInput): AuthoredSource {
  const parsed = parseTemplate(template ?? '')
  const parts = parsed.ok && syntax !== undefined ? parsed.value : []
  return { from: 'template', syntax: syntax ?? 'plain', parts }
}

function fieldEntries({ inputObjectMap }: Binding): readonly Entry[] {
  return inputObjectMap.map((entry, index): Entry => {
    const place = {
      origin: ['inputObjectMap', index],
      key: 'field',
      name: entry.field,
      order: 'fields_first',
    } as const
    if (entry.each !== undefined) return { ...place, ...eachEntry(entry, entry.each) }
    return {
      ...place,
      paramKey: 'param',
      source: toSource(entry.param, entry.const),
      ...(entry.transform === undefined ? {} : { transform: entry.transform }),
    }
  })
}

function eachEntry({ field, required, description }: BindingInputObjectEntry, each: string) {
  return {
    paramKey: 'each',
    source: { from: 'parameter', name: each },
    input: {
      param: each,
      argument: field,
      ...(required === undefined ? {} : { required }),
      ...(description === undefined ? {} : { description }),
    },
  } as const
}

function searchEntries({ sqlSearch }: Binding): readonly Entry[] {
  if (sqlSearch === undefined) return []
  const filters = sqlFilters(sqlSearch).map(
    ({ origin, column, param }): Entry => ({
      ...columnEntry(origin, column, toSource(param, undefined)),
      namesRows: true,
    }),
  )
  const constants = (sqlSearch.constants ?? []).map((constant, index) =>
    columnEntry(['sqlSearch', 'constants', index], constant.column, {
      from: 'constant',
      value: constant.const,
    }),
  )
  return [...filters, ...constants]
}

function writeEntries({ sqlWrite }: Binding): readonly Entry[] {
  if (sqlWrite === undefined) return []
  const entries = sqlWrite.columns.map((column, index) =>
    columnEntry(['sqlWrite', 'columns', index], column.column, toSource(column.param, column.const)),
  )
  return [...entries, ...sqlKeys(sqlWrite).flatMap(keyEntry)]
}

/** The single form has two members of its own for the column and its parameter; without the second it fills nothing. */
function keyEntry({ origin, column, param, const: value }: SqlPart): readonly Entry[] {
  const entry: Entry = { ...columnEntry(origin, column, toSource(param, value)), namesRows: true }
  if (origin.length > 1) return [entry]
  return param === undefined ? [] : [{ ...entry, key: 'keyColumn', paramKey: 'keyParam' }]
}

function columnEntry(origin: readonly PathSegment[], name: string, source: AuthoredSource): Entry {
  return { origin, key: 'column', paramKey: 'param', name, source, order: 'arguments_first' }
}

function toSource(param: string | undefined, value: Json | undefined): AuthoredSource {
  if (param !== undefined && value !== undefined) return { from: 'both' }
  if (param !== undefined) return { from: 'parameter', name: param }
  return value === undefined ? { from: 'neither' } : { from: 'constant', value }
}
