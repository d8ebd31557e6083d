import {
  type ComparedValues,
  isJsonArray,
  isJsonObject,
  type Json,
  ownProperty,
  type PathStep,
  type ProviderResponse,
  type Reading,
  type OperationSkill,
  testedConditions,
} from '@bindery/model'
import { describeMisfit, type Place, unusable } from '../unusable-answer.ts'
import { Missing, Misshapen, walk } from '../walk-answer.ts'
import { countRows } from './count-rows.ts'
import { type InnerTests, prepareInnerTests } from './inner-rows.ts'
import { notCertain, picksRows, type ReadPart } from './not-certain.ts'
import { CountedNotes } from './row-notes.ts'
import { sortRows } from './sort-rows.ts'
import { prepareTests, type RowTest } from './test-rows.ts'

/** An answer with what is left of its rows, or with what was counted instead of it. */
export interface RowsRead {
  readonly response: ProviderResponse
  readonly warnings: readonly string[]
  /** Set where rows were tested or sorted and there are, or may be, more than were read. */
  readonly part?: ReadPart
  /** What rows within rows are tested by in this call, by the leaves that lead to them. */
  readonly inner?: InnerTests
  /** The zone of moments that stand in the answer without one, where the connection declares it. */
  readonly timezone?: string
}

/** `timezone` is that of moments without one, where the connection declares it. */
export type ReadRows = (response: ProviderResponse, timezone?: string) => RowsRead

/** Takes what the conditions of a call compare with, before anything is sent; undefined where a skill does nothing with rows. */
export type PrepareRows = (compared: ComparedValues | undefined) => ReadRows | undefined

/**
 * Prepares what a skill does with the rows of an answer: they are tested, sorted and counted, in that order. Where there may
 * be more than were read, what is said of all of them is refused as `not_certain`, and so is that there are none.
 */
export function prepareReading(skill: OperationSkill): PrepareRows {
  const prepareOwn = prepareOwnRows(skill)
  const prepareInner = prepareInnerTests(skill.assignments)
  if (prepareInner === undefined) return prepareOwn
  return (compared = {}) => {
    const read = prepareOwn(compared)
    const inner = prepareInner(compared)
    return (response, timezone) => ({
      ...(read?.(response, timezone) ?? { response, warnings: [] }),
      inner,
      ...(timezone === undefined ? {} : { timezone }),
    })
  }
}

/** The rows that the skill is about. */
function prepareOwnRows(skill: OperationSkill): PrepareRows {
  const { reading } = skill
  if (reading === undefined) return () => undefined
  const prepareTest = prepareTests(testedConditions(skill.assignments))
  const isDone = prepareTest !== undefined || reading.order !== undefined || reading.aggregate !== undefined
  // Pages are the affair of whoever sends the call.
  if (!isDone) return () => undefined
  const isPicked = reading.aggregate !== undefined || picksRows(skill.outputs, reading.rows)
  return (compared = {}) => {
    const test = prepareTest?.(compared)
    return (response, timezone) => readRows(response, { skill, reading, test, isPicked, timezone })
  }
}

interface Asked {
  readonly skill: OperationSkill
  readonly reading: Reading
  readonly test: RowTest | undefined
  readonly isPicked: boolean
  readonly timezone: string | undefined
}

function readRows(response: ProviderResponse, asked: Asked): RowsRead {
  const { skill, reading, test, isPicked } = asked
  const found = findRows(response.data, asked)
  if (found === undefined && reading.aggregate === undefined) return { response, warnings: [] }
  const rows = found ?? []
  const part = partOf(response, { reading, read: rows.length })
  if (part !== undefined && isPicked) throw notCertain(part, skill)
  const notes = new CountedNotes(asked.timezone)
  const left = test === undefined ? rows : rows.filter((row) => test(row, notes))
  if (part !== undefined && test !== undefined && left.length === 0) throw notCertain(part, skill)
  const { aggregate } = reading
  if (aggregate !== undefined) {
    const data = countRows(left, aggregate, skill.integration)
    const { partial: _, ...rest } = response
    return { response: { ...rest, data }, warnings: notes.toList() }
  }
  const sorted = sortRows(left, reading, notes)
  return {
    response: {
      ...response,
      data: replaceAt(response.data, reading.rows, sorted),
      // How many the provider has in all is not how many of them fit.
      ...(part === undefined
        ? {}
        : { partial: [{ path: part.list, more: part.more }, ...others(response, part)] }),
    },
    warnings: notes.toList(),
    ...(part === undefined ? {} : { part }),
  }
}

/** The rows that came; undefined where there is no list and need not be one. */
function findRows(data: Json, asked: Asked): readonly Json[] | undefined {
  const { skill, reading } = asked
  const { rows: path, present } = reading
  const place: Place = { name: 'rows', path }
  const found = walk(data, { path, present })
  if (found instanceof Misshapen) {
    const at = { ...place, path: path.slice(0, found.steps) }
    throw unusable(skill.integration, at, { flaw: 'type_mismatch', what: describeMisfit(found.is, 'object') })
  }
  if (found instanceof Missing) {
    const at = { ...place, path: path.slice(0, found.steps) }
    throw unusable(skill.integration, at, { flaw: 'output_missing', what: 'has no value in it' })
  }
  if (found === undefined || found === null) return undefined
  if (isJsonArray(found)) return found
  if (looksLikeRow(found, asked)) return [found]
  throw unusable(skill.integration, place, { flaw: 'type_mismatch', what: describeMisfit(found, 'list') })
}

/** Some providers give one object for a list of one; failures come in that place too. */
function looksLikeRow(found: Json, { skill, reading: { order = [], key = [] } }: Asked): boolean {
  if (!isJsonObject(found)) return false
  const tested = testedConditions(skill.assignments).flatMap(({ condition }) => condition?.tested ?? [])
  return [...tested, ...order, ...key].some(
    ({ path: [first] }) => first?.kind === 'field' && Object.hasOwn(found, first.name),
  )
}

function partOf(
  { partial = [] }: ProviderResponse,
  { reading, read }: { readonly reading: Reading; readonly read: number },
): ReadPart | undefined {
  const list = reading.rows.flatMap((step) => (step.kind === 'field' ? [step.name] : []))
  // An answer that was cut as a whole may have lost rows of any of its lists.
  const known =
    partial.find(({ path }) => isSame(path, list)) ?? partial.find(({ path }) => path.length === 0)
  return known === undefined ? undefined : { list, read, more: known.more }
}

const others = ({ partial = [] }: ProviderResponse, { list }: ReadPart) =>
  partial.filter(({ path }) => !isSame(path, list) && path.length > 0)

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((name, at) => name === other[at])

/** The answer with other rows in the place of its own. */
function replaceAt(data: Json, [step, ...rest]: readonly PathStep[], rows: readonly Json[]): Json {
  if (step?.kind !== 'field' || !isJsonObject(data)) return rows
  const inner = ownProperty(data, step.name)
  return { ...data, [step.name]: replaceAt(inner ?? null, rest, rows) }
}
