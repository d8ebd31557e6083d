import { compileTyped, ExpressionError } from '@bindery/expression'
import {
  isJsonArray,
  isJsonObject,
  isWrite,
  type Json,
  type JsonObject,
  type Output,
  type RowsOutput,
  type OperationSkill,
  type ValueOutput,
  valueOutputs,
} from '@bindery/model'
import { coerceValue } from './coerce-value.ts'
import { describeLeftOut } from './left-out.ts'
import { limitOutput } from './limit-output.ts'
import { OutputWarnings } from './output-warnings.ts'
import { describePageNote } from './page-warnings.ts'
import { type InnerList, type InnerRead, type InnerTests, readInner } from './reading/inner-rows.ts'
import type { RowsRead } from './reading/read-rows.ts'
import { CountedNotes } from './reading/row-notes.ts'
import { RowWarnings } from './row-warnings.ts'
import { describeMisfit, type Flaw, type Place, pathText, unusable } from './unusable-answer.ts'
import { Missing, Misshapen, walk } from './walk-answer.ts'
import { listOf } from './whole-lists.ts'

/** What the agent gets, and every change that was made on the way. */
export interface Projected {
  readonly output: JsonObject
  readonly warnings: readonly string[]
}

/** Reads one leaf out of an answer or out of one of its rows. */
type ReadLeaf = (from: Json, notes: Notes) => Json

interface Notes {
  readonly warnings: OutputWarnings
  readonly rows: RowWarnings
  readonly provider: string
  /** What rows within rows are tested by. */
  readonly inner: InnerTests
  readonly counted: CountedNotes
  /**
   * What becomes of a value that is missing where it must be, or that does not fit: `fail` refuses the answer, `tell`
   * gives null and a warning, for a write that happened is never reported as failed.
   */
  readonly flaws: 'fail' | 'tell'
}

/** Compiles the outputs of a skill to one function over the answer. */
export function prepareProjection(skill: OperationSkill): (read: RowsRead) => Projected {
  const leaves = skill.outputs.map((output) => ({
    leaf: output.leaf,
    read: prepareOutput(output, { prefix: '', list: listOf(output) }),
  }))
  const flaws = isWrite(skill.effect) ? 'tell' : 'fail'
  const mayGrow = valueOutputs(skill.outputs).some(({ transform }) => transform !== undefined)
  return ({ response, warnings: told, part, inner = new Map(), timezone }) => {
    const warnings = new OutputWarnings()
    const rows = new RowWarnings(warnings, { partial: response.partial, part })
    const counted = new CountedNotes(timezone)
    const notes: Notes = { warnings, rows, provider: skill.integration, inner, counted, flaws }
    const output: { [leaf: string]: Json } = {}
    for (const note of response.notes ?? []) warnings.add(describeLeftOut(note))
    for (const note of response.pageNotes ?? []) warnings.add(describePageNote(note))
    for (const line of told) warnings.add(line)
    for (const { leaf, read } of leaves) output[leaf] = read(response.data, notes)
    for (const line of counted.toList()) warnings.add(line)
    notes.rows.tellRest()
    const isSmall = response.bytes <= smallAnswer && !mayGrow
    const limited = isSmall ? output : limitOutput(output, notes.warnings)
    return { output: limited, warnings: notes.warnings.toList() }
  }
}

// An answer of this size cannot become larger than the budget by renaming fields alone.
const smallAnswer = 4096

/** Where an output is prepared: what its full name begins with, and the list of the answer that it takes as a whole. */
interface Level {
  readonly prefix: string
  readonly list: readonly string[] | undefined
}

function prepareOutput(output: Output, level: Level): ReadLeaf {
  const place: Place = { name: `${level.prefix}${output.leaf}`, path: output.path }
  switch (output.kind) {
    case 'value':
      return prepareValue(output, place, level.list)
    case 'rows':
      return prepareRows(output, place, level)
  }
}

function prepareRows(output: RowsOutput, place: Place, { prefix, list }: Level): ReadLeaf {
  const { max, nullable } = output
  const readRow = prepareRow(output, place)
  // What is within rows is no list of the answer, so nobody but the number of its rows says whether there are more.
  const isInner = prefix !== ''
  return (from, notes) => {
    const found = walk(from, output)
    if (found instanceof Misshapen) return misshapen(found, place, notes)
    if (found instanceof Missing) return missing(found, place, notes)
    if (found === undefined || found === null) return nullable ? null : withoutValue(place, notes)
    const came = toRows(found, { output, place }, notes)
    if (came === undefined) return misfit(found, { place, wanted: output.shape ?? 'list' }, notes)
    const read = isInner ? innerOf(came, { output, name: place.name, around: from }, notes) : { rows: came }
    const { rows, part } = read
    const count = { leaf: place.name, sent: rows.length, shown: Math.min(rows.length, max) }
    if (list !== undefined || isInner) notes.rows.tell({ ...count, list, part })
    const lines: Json[] = []
    for (const row of rows.slice(0, max)) lines.push(readRow(row, notes))
    return lines
  }
}

const innerOf = (rows: readonly Json[], list: Omit<InnerList, 'test'>, notes: Notes): InnerRead =>
  readInner(rows, { ...list, test: notes.inner.get(list.name) }, notes.counted)

/** The rows of what stands at the end of a path; undefined when it is nothing that has rows. */
function toRows(
  found: Json,
  { output: { shape, fields }, place: { name } }: { readonly output: RowsOutput; readonly place: Place },
  { warnings }: Notes,
): readonly Json[] | undefined {
  if (isJsonArray(found)) return found
  if (shape !== 'list') return isJsonObject(found) || shape === undefined ? [found] : undefined
  // An object in place of a list is one row only when it looks like one: failures come in that place too.
  const isRow =
    isJsonObject(found) &&
    fields.some(({ path: [first] }) => first?.kind === 'field' && Object.hasOwn(found, first.name))
  if (!isRow) return undefined
  warnings.add(`value_coerced: "${name}" came as one object and is returned as a list of one row.`)
  return [found]
}

function prepareRow({ rowShape, fields }: RowsOutput, place: Place): ReadLeaf {
  const leaves = fields.map((field) => ({
    leaf: field.leaf,
    read: prepareOutput(field, { prefix: `${place.name}.`, list: undefined }),
  }))
  return (row, notes) => {
    const isFit = rowShape === undefined || isJsonObject(row) || (row === null && rowShape !== 'object')
    // A write that happened keeps its place in the list: each leaf of the row is null, and told.
    const from = isFit ? row : misfit(row, { place, wanted: 'object' }, notes)
    const line: { [leaf: string]: Json } = {}
    for (const field of leaves) line[field.leaf] = field.read(from, notes)
    return line
  }
}

/** `list` names the list of the answer that the value is or is made of, if it takes one as a whole. */
function prepareValue(output: ValueOutput, place: Place, list: readonly string[] | undefined): ReadLeaf {
  const { nullable, transform, type } = output
  const convert =
    transform === undefined ? undefined : compileTyped(transform, type.kind === 'list' ? 'list' : 'value')
  const declared = convert === undefined ? type : output.sourceType
  const mayBeAbsent = convert === undefined ? nullable : (output.sourceNullable ?? true)
  return (from, notes) => {
    const found = walk(from, output)
    if (found instanceof Misshapen) return misshapen(found, place, notes)
    if (found instanceof Missing) return missing(found, place, notes)
    if (found === undefined || found === null) return mayBeAbsent ? null : withoutValue(place, notes)
    if (list !== undefined && isJsonArray(found))
      notes.rows.tell({ leaf: place.name, list, sent: found.length, shown: found.length })
    const value = fit(found, { place, type: declared }, notes)
    if (convert === undefined || value === null) return value
    const converted = transformed(value, { convert, place, notes })
    if (converted === null) return nullable ? null : withoutValue(place, notes)
    return fit(converted, { place, type }, notes)
  }
}

interface LeafType {
  readonly place: Place
  readonly type: ValueOutput['type'] | ValueOutput['sourceType']
}

function fit(value: Json, { place, type }: LeafType, notes: Notes): Json {
  const coerced = coerceValue(value, type)
  if (coerced === undefined) return misfit(value, { place, wanted: type }, notes)
  if (coerced.note !== undefined) notes.warnings.add(`value_coerced: "${place.name}" ${coerced.note}.`)
  return coerced.value
}

interface Misfit {
  readonly place: Place
  readonly wanted: LeafType['type'] | 'list' | 'object'
}

function misfit(value: Json, { place, wanted }: Misfit, notes: Notes): null {
  return tell(place, { flaw: 'type_mismatch', what: describeMisfit(value, wanted) }, notes)
}

function misshapen({ steps, is }: Misshapen, { name, path }: Place, notes: Notes): null {
  const wanted = path[steps]?.from === 'list' ? 'list' : 'object'
  return misfit(is, { place: { name, path: path.slice(0, steps) }, wanted }, notes)
}

function missing({ steps }: Missing, { name, path }: Place, notes: Notes): null {
  return withoutValue({ name, path: path.slice(0, steps) }, notes)
}

function withoutValue(place: Place, notes: Notes): null {
  return tell(place, { flaw: 'output_missing', what: 'has no value in it' }, notes)
}

const warningCodes: { readonly [flaw in Flaw]: string } = {
  type_mismatch: 'value_dropped',
  output_missing: 'output_missing',
  transform_failed: 'transform_failed',
}

interface FlawFound {
  readonly flaw: Flaw
  readonly what: string
  readonly cause?: unknown
}

/** A read fails with it; of a write it is told, since the write has happened. */
function tell(place: Place, found: FlawFound, { provider, flaws, warnings }: Notes): null {
  if (flaws === 'fail') throw unusable(provider, place, found)
  const { name, path } = place
  warnings.add(
    `${warningCodes[found.flaw]}: "${name}" is null: the answer of "${provider}" (path ${pathText(path)}) ${found.what}.`,
  )
  return null
}

interface Transforming {
  readonly convert: (input: Json) => Json
  readonly place: Place
  readonly notes: Notes
}

/** A function or an operator that was given null gives nothing: one null must not lose the other rows. */
function transformed(value: Json, { convert, place, notes }: Transforming): Json {
  try {
    return convert(value)
  } catch (cause) {
    if (cause instanceof ExpressionError && cause.code === 'absent') return null
    return tell(place, { flaw: 'transform_failed', what: 'cannot be computed from it', cause }, notes)
  }
}
