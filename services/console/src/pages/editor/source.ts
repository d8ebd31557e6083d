import type { Binding } from '@bindery/client'

/** Where the value of an argument comes from. */
export type Source =
  | {
      readonly kind: 'param'
      /** Name of the parameter that agents fill. */
      readonly param: string
      /** JSONata over the value, `$`. */
      readonly transform?: string
    }
  | { readonly kind: 'constant'; readonly value: unknown }
  | TemplateSource
  | StepSource

/** A value of an earlier step, of a skill that has several. */
export interface StepSource {
  readonly kind: 'step'
  /** `caller.id`. */
  readonly from: string
  readonly transform?: string
}

/** A text in which several parameters stand, in braces. Each value is written as one literal of the language. */
export interface TemplateSource {
  readonly kind: 'template'
  readonly template: string
  readonly syntax?: NonNullable<Inputs[number]['syntax']>
}

/** Something of an operation that gets a value: an argument, a field of its input object, a column of a table. */
export interface Target {
  readonly name: string
  readonly type: string
  readonly jsonType: string
  readonly required: boolean
  readonly place: string
  readonly description?: string
  readonly allowedValues?: readonly (string | number | boolean)[]
  readonly sensitivity: string
  /** Objects that its value holds; the first one is what it is made of. */
  readonly references?: readonly string[]
  /** An argument and a field of the input object have this name: each is said in its own part of the binding only. */
  readonly isTwin?: boolean
  /** Which part of the binding holds its source. */
  readonly slot: 'argument' | 'field' | 'search' | 'write' | 'key'
}

/** Entries of a step say this too. */
interface FromStep {
  readonly from?: string
}
type Inputs = (NonNullable<Binding['inputs']>[number] & FromStep)[]
type Entries = (NonNullable<Binding['inputObjectMap']>[number] & FromStep)[]

/** The source of a target; undefined when it has none. */
export function sourceOf(binding: Binding, target: Target): Source | undefined {
  switch (target.slot) {
    case 'argument':
    case 'field':
      return ofCall(binding, target)
    case 'search':
      return ofSearch(binding, target.name)
    case 'write':
    case 'key':
      return ofWrite(binding, target)
  }
}

/** `binding` with this source for `target` and all else as it was; undefined takes its source away. */
export function withSource(binding: Binding, target: Target, source: Source | undefined): Binding {
  switch (target.slot) {
    case 'argument':
    case 'field':
      return intoCall(binding, target, source)
    case 'search':
      return intoSearch(binding, target, source)
    case 'write':
      return intoWrite(binding, target, ofColumn(source))
    case 'key':
      return intoKey(binding, target, ofColumn(source))
  }
}

type SingleSource = Exclude<Source, TemplateSource>
type ColumnSource = Exclude<SingleSource, StepSource>

/** A template is for an argument of a call alone. */
const ofOne = (source: Source | undefined): SingleSource | undefined =>
  source?.kind === 'template' ? undefined : source

/** A column that is written takes no value of an earlier step by itself. */
const ofColumn = (source: Source | undefined): ColumnSource | undefined =>
  source?.kind === 'template' || source?.kind === 'step' ? undefined : source

interface Call {
  readonly inputs?: Inputs
  readonly inputObjectMap?: Entries
}

function ofCall(
  { inputs = [], inputObjectMap = [] }: Call,
  { name, slot, isTwin }: Target,
): Source | undefined {
  const input =
    isTwin === true && slot === 'field' ? undefined : inputs.find(({ argument }) => argument === name)
  if (input?.template !== undefined) return ofTemplate(input.template, input.syntax)
  if (input?.from !== undefined) return ofStep(input.from, input.transform)
  if (input?.param !== undefined) return ofParam(input.param, input.transform)
  if (input !== undefined) return { kind: 'constant', value: input.const }
  if (isTwin === true && slot === 'argument') return undefined
  const entry = inputObjectMap.find(({ field }) => field === name)
  if (entry === undefined) return undefined
  if (entry.from !== undefined) return ofStep(entry.from, entry.transform)
  if (entry.each !== undefined) return ofParam(entry.each)
  return entry.param === undefined
    ? { kind: 'constant', value: entry.const }
    : ofParam(entry.param, entry.transform)
}

const ofParam = (param: string, transform?: string): Source => ({
  kind: 'param',
  param,
  ...(transform !== undefined && { transform }),
})

const ofStep = (from: string, transform?: string): Source => ({
  kind: 'step',
  from,
  ...(transform !== undefined && { transform }),
})

const ofTemplate = (template: string, syntax: Inputs[number]['syntax']): Source => ({
  kind: 'template',
  template,
  ...(syntax !== undefined && { syntax }),
})

/** A parameter of an argument stands in `inputs`, a template too, one of a field in `inputObjectMap`, and a constant there for both. */
function intoCall(binding: Binding, target: Target, source: Source | undefined): Binding {
  const { inputs = [], inputObjectMap: entries = [] }: Call = binding
  const input = source === undefined || source.kind === 'constant' ? undefined : inputOf(source, target)
  const entry = input === undefined ? ofOne(source) : undefined
  if (target.isTwin === true && target.slot === 'field')
    return { ...binding, inputObjectMap: replaceEntry(entries, target.name, ofOne(source)) }
  if (target.isTwin === true) return { ...binding, inputs: replaceInput(inputs, target.name, input) }
  return {
    ...binding,
    inputs: replaceInput(inputs, target.name, input),
    inputObjectMap: replaceEntry(entries, target.name, entry),
  }
}

type InputSource = Exclude<Source, { kind: 'constant' }>

/** A field of the input object has an entry of its own, unless several parameters stand in its text. */
const inputOf = (source: InputSource, { slot }: Target): InputSource | undefined =>
  slot === 'argument' || source.kind === 'template' ? source : undefined

function replaceInput(inputs: Inputs, argument: string, source: InputSource | undefined): Inputs {
  if (source === undefined) return inputs.filter((input) => input.argument !== argument)
  if (source.kind !== 'param') {
    const { kind: _kind, ...said } = source
    return put(inputs, { argument, ...said }, (input) => input.argument === argument)
  }
  const before = inputs.find((input) => input.argument === argument)
  const { transform: _before, ...kept } = before?.param === source.param ? before : { argument }
  const { kind: _kind, ...said } = source
  return put(inputs, { ...kept, argument, ...said }, (input) => input.argument === argument)
}

function replaceEntry(entries: Entries, field: string, source: SingleSource | undefined): Entries {
  if (source === undefined) return entries.filter((entry) => entry.field !== field)
  if (source.kind === 'constant')
    return put(entries, { field, const: source.value }, (entry) => entry.field === field)
  const { kind: _kind, ...said } = source
  return put(entries, { field, ...said }, (entry) => entry.field === field)
}

/** `item` in the place of the one that is meant, or at the end. */
function put<Item>(items: readonly Item[], item: Item, isMeant: (item: Item) => boolean): Item[] {
  const place = items.findIndex(isMeant)
  return place < 0 ? [...items, item] : items.with(place, item)
}

function ofSearch({ sqlSearch }: Binding, name: string): Source | undefined {
  const filters = sqlSearch?.filters ?? (sqlSearch?.filter === undefined ? [] : [sqlSearch.filter])
  const filter = filters.find(({ column }) => column === name)
  if (filter !== undefined) return ofParam(filter.param)
  const constant = sqlSearch?.constants?.find(({ column }) => column === name)
  return constant === undefined ? undefined : { kind: 'constant', value: constant.const }
}

function intoSearch(binding: Binding, { name }: Target, source: Source | undefined): Binding {
  const { filter, filters, constants = [], ...kept } = binding.sqlSearch ?? { table: tableOf(binding) }
  const before = (filters ?? (filter === undefined ? [] : [filter])).filter(({ column }) => column !== name)
  const others = constants.filter(({ column }) => column !== name)
  const all = source?.kind === 'param' ? [...before, { column: name, param: source.param }] : before
  const fixed = source?.kind === 'constant' ? [...others, { column: name, const: source.value }] : others
  const [only, ...more] = all
  return {
    ...binding,
    sqlSearch: {
      ...kept,
      ...(only !== undefined && (more.length === 0 ? { filter: only } : { filters: all })),
      ...(fixed.length > 0 && { constants: fixed }),
    },
  }
}

/** Operations of a table are called after it: `customers.find`. */
const tableOf = ({ operation }: Binding): string => operation.slice(0, operation.lastIndexOf('.'))

function ofWrite({ sqlWrite }: Binding, { slot, name }: Target): Source | undefined {
  const isOneKey = slot === 'key' && sqlWrite?.keyColumn === name
  if (isOneKey) return sqlWrite.keyParam === undefined ? undefined : ofParam(sqlWrite.keyParam)
  const columns = slot === 'key' ? sqlWrite?.keys : sqlWrite?.columns
  const column = columns?.find((each) => each.column === name)
  if (column === undefined) return undefined
  return column.param === undefined ? { kind: 'constant', value: column.const } : ofParam(column.param)
}

function writeOf(binding: Binding): NonNullable<Binding['sqlWrite']> {
  const mode = binding.operation.endsWith('.update') ? 'update' : 'insert'
  return binding.sqlWrite ?? { table: tableOf(binding), mode, columns: [] }
}

type Columns = NonNullable<Binding['sqlWrite']>['columns']

const toColumn = (column: string, source: ColumnSource): Columns[number] =>
  source.kind === 'param' ? { column, param: source.param } : { column, const: source.value }

function intoWrite(binding: Binding, { name }: Target, source: ColumnSource | undefined): Binding {
  const write = writeOf(binding)
  const columns =
    source === undefined
      ? write.columns.filter(({ column }) => column !== name)
      : put(write.columns, toColumn(name, source), ({ column }) => column === name)
  return { ...binding, sqlWrite: { ...write, columns } }
}

/** The key of an update: one column by `keyColumn`, several by `keys`. */
function intoKey(binding: Binding, { name }: Target, source: ColumnSource | undefined): Binding {
  const { keyColumn, keyParam, keys, ...kept } = writeOf(binding)
  const one =
    keyColumn === undefined || keyParam === undefined ? [] : [{ column: keyColumn, param: keyParam }]
  const before: Columns = keys ?? one
  const others = before.filter(({ column }) => column !== name)
  const all: Columns = source === undefined ? others : [...others, toColumn(name, source)]
  const [only, ...more] = all
  if (only === undefined) return { ...binding, sqlWrite: kept }
  if (more.length > 0 || only.param === undefined) return { ...binding, sqlWrite: { ...kept, keys: all } }
  return { ...binding, sqlWrite: { ...kept, keyColumn: only.column, keyParam: only.param } }
}
