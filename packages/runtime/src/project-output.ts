import { compileExpression } from '@bindery/expression'
import {
  isJsonArray,
  isJsonObject,
  isWrite,
  type Json,
  type JsonObject,
  type Output,
  ownProperty,
  type PathStep,
  PlatformError,
  type ProviderResponse,
  type RowsOutput,
  type Skill,
  type ValueOutput,
} from '@bindery/model'
import { coerceValue } from './coerce-value.ts'
import { limitOutput } from './limit-output.ts'
import { OutputWarnings } from './output-warnings.ts'

/** What the agent gets, and every change that was made on the way. */
export interface Projected {
  readonly output: JsonObject
  readonly warnings: readonly string[]
}

/** Reads one leaf out of an answer or out of one of its rows. */
type ReadLeaf = (from: Json, notes: Notes) => Json

interface Notes {
  readonly warnings: OutputWarnings
  /** `lenient` turns a missing value into null and a warning: a write that happened is never reported as failed. */
  readonly missing: 'strict' | 'lenient'
}

/** Compiles the outputs of a skill to one function over the answer. */
export function prepareProjection(skill: Skill): (response: ProviderResponse) => Projected {
  const leaves = skill.outputs.map((output) => ({ leaf: output.leaf, read: prepareOutput(output) }))
  const missing = isWrite(skill.effect) ? 'lenient' : 'strict'
  const mayGrow = skill.outputs.some(hasTransform)
  return (response) => {
    const notes: Notes = { warnings: new OutputWarnings(), missing }
    const output: { [leaf: string]: Json } = {}
    if (response.isTruncated === true) notes.warnings.add(moreRows)
    for (const { leaf, read } of leaves) output[leaf] = read(response.data, notes)
    const isSmall = response.bytes <= smallAnswer && !mayGrow
    const limited = isSmall ? output : limitOutput(output, notes.warnings)
    return { output: limited, warnings: notes.warnings.toList() }
  }
}

const moreRows = 'rows_truncated: The provider has more rows than the skill asks for.'

// An answer of this size cannot become larger than the budget by renaming fields alone.
const smallAnswer = 4096

function hasTransform(output: Output): boolean {
  return output.kind === 'rows' ? output.fields.some(hasTransform) : output.transform !== undefined
}

function prepareOutput(output: Output): ReadLeaf {
  switch (output.kind) {
    case 'value':
      return prepareValue(output, output.leaf)
    case 'rows':
      return prepareRows(output)
  }
}

function prepareRows(output: RowsOutput): ReadLeaf {
  const { leaf, max, nullable, path } = output
  const fields = output.fields.map((field) => ({
    leaf: field.leaf,
    read: prepareValue(field, `${leaf}.${field.leaf}`),
  }))
  return (from, notes) => {
    const found = walk(from, path, 0)
    if (found === undefined || found === null) return nullable ? null : withoutValue(leaf, notes)
    const rows = isJsonArray(found) ? found : [found]
    if (rows.length > max)
      notes.warnings.add(`rows_truncated: "${leaf}" holds ${max} of ${rows.length} rows.`)
    return rows.slice(0, max).map((row) => {
      const line: { [leaf: string]: Json } = {}
      for (const field of fields) line[field.leaf] = field.read(row, notes)
      return line
    })
  }
}

function prepareValue(output: ValueOutput, name: string): ReadLeaf {
  const { path, nullable } = output
  const convert = output.transform === undefined ? undefined : compileExpression(output.transform)
  const declared = convert === undefined ? output.type : output.sourceType
  return (from, notes) => {
    const found = walk(from, path, 0)
    if (found === undefined || found === null) return nullable ? null : withoutValue(name, notes)
    const value = fit(found, { name, nullable, type: declared }, notes)
    if (convert === undefined || value === null) return value
    const converted = transformed(value, convert, name)
    if (converted === null) return nullable ? null : withoutValue(name, notes)
    return fit(converted, { name, nullable, type: output.type }, notes)
  }
}

/** Own properties only. A field step over a list reads the field of each item and joins what it finds. */
function walk(from: Json, path: readonly PathStep[], at: number): Json | undefined {
  let value = from
  for (let index = at; index < path.length; index++) {
    const step = path[index]
    if (step === undefined) return value
    if (step.kind === 'field' && isJsonArray(value)) return walkEach(value, path, index)
    const next = takeStep(value, step)
    if (next === undefined || next === null) return next
    value = next
  }
  return value
}

function takeStep(value: Json, step: PathStep): Json | undefined {
  if (step.kind === 'item') return isJsonArray(value) ? value[step.index] : undefined
  return isJsonObject(value) ? ownProperty(value, step.name) : undefined
}

function walkEach(items: readonly Json[], path: readonly PathStep[], at: number): Json {
  return items.flatMap((item) => {
    const found = walk(item, path, at)
    return found === undefined ? [] : found
  })
}

interface LeafType {
  readonly name: string
  readonly nullable: boolean
  readonly type: ValueOutput['type'] | ValueOutput['sourceType']
}

function fit(value: Json, { name, nullable, type }: LeafType, { warnings, missing }: Notes): Json {
  const coerced = coerceValue(value, type)
  if (coerced !== undefined) {
    if (coerced.note !== undefined) warnings.add(`value_coerced: "${name}" ${coerced.note}.`)
    return coerced.value
  }
  if (!nullable && missing === 'strict') throw unusable(name, 'type_mismatch')
  warnings.add(
    `value_dropped: "${name}" is of another type than the provider's schema says and is returned as null.`,
  )
  return null
}

function withoutValue(name: string, { warnings, missing }: Notes): null {
  if (missing === 'strict') throw unusable(name, 'output_missing')
  warnings.add(`output_missing: "${name}" has no value in the answer of the provider.`)
  return null
}

function transformed(value: Json, convert: (input: Json) => Json | undefined, name: string): Json {
  try {
    return convert(value) ?? null
  } catch (cause) {
    throw unusable(name, 'transform_failed', cause)
  }
}

type Flaw = 'type_mismatch' | 'output_missing' | 'transform_failed'

const flaws: { readonly [flaw in Flaw]: string } = {
  type_mismatch: 'is of another type than its schema says',
  output_missing: 'has no value in it',
  transform_failed: 'cannot be computed from it',
}

function unusable(name: string, reason: Flaw, cause?: unknown): PlatformError {
  const message = `The answer of the provider cannot be used: "${name}" ${flaws[reason]}.`
  return new PlatformError('upstream_invalid_response', message, {
    reason,
    sent: 'maybe',
    members: { leaf: name },
    cause,
  })
}
