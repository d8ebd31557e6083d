import {
  type Binding,
  type FieldPath,
  formatFieldPath,
  parseFieldPath,
  type Step,
  StepsBinding,
} from '@bindery/model'
import type { AnswerPath } from '../assignment/answer-paths.ts'
import type { Assigned } from '../assignment/assign.ts'
import { answerPathText } from '../assignment/binding-names.ts'
import { nameOfStep } from '../draft/proposed-names.ts'
import { tableMode } from '../draft/table-mode.ts'
import { type Lookup, stepText } from './lookup.ts'
import type { TellingField } from './telling-fields.ts'

/** What the steps are written from. */
export interface StepsToWrite {
  /** The chosen operation alone, with a parameter for the key that the lookup finds. */
  readonly alone: Binding
  readonly keyParam: string
  readonly lookup: Lookup
  readonly telling: readonly TellingField[]
  readonly taken: readonly Assigned<AnswerPath>[]
  readonly integration: string
}

/** The lookup and the chosen operation as one disabled binding, in which the key goes from the one to the other. */
export function writeSteps(draft: StepsToWrite): StepsBinding {
  const { alone, lookup, taken, integration } = draft
  const { toolName, description, projection, allowSensitive, timeoutMs } = alone
  const name = nameOfStep({ name: alone.operation })
  const id = name === lookup.step ? `${name}_then` : name
  return StepsBinding.parse({
    toolName,
    description,
    timeoutMs,
    steps: [lookupStep(draft), { id, integration, operation: alone.operation, ...wiredParts(draft) }],
    projection: [
      ...taken.map((line) => ({ path: answerPathText(line.place), leaf: line.name })),
      ...projection.map((entry) => ({ ...entry, path: inStep(id, entry.path) })),
    ],
    enabled: false,
    allowSensitive,
  })
}

function lookupStep({ lookup, telling, integration }: StepsToWrite): unknown {
  const { step: id, answer, asked, shared } = lookup
  const { operation, names, holds } = answer
  const isTable = tableMode(operation) !== undefined
  const named = [...asked, ...shared].map(({ name, place }) => ({ param: name, place: place.target }))
  const [first] = telling
  const where = [
    ...(isTable ? named.map(({ param, place }) => ({ field: place, param })) : []),
    ...(first === undefined ? [] : [{ field: fieldText(first.field), param: first.param, optional: true }]),
  ]
  return {
    id,
    integration,
    operation: operation.name,
    // Whoever leaves it out would be shown somebody.
    inputs: isTable ? [] : named.map(({ param, place }) => ({ param, argument: place, required: true })),
    ...(where.length === 0 ? {} : { where }),
    ...(isTable || holds === 'record' ? {} : { rows: fieldText(...names) || '$' }),
    ...(holds === 'record' ? {} : { take: 'one' }),
    ...(telling.length === 0 ? {} : { distinguishBy: telling.map(({ field }) => fieldText(field)) }),
  }
}

/** The way of the key from the step. */
const keyOf = ({ step, key, answer }: Lookup): string =>
  answer.holds === 'rows' ? stepText(step, key) : stepText(step, ...answer.names, key)

/** What the chosen operation is given, with the key from the lookup in the place of its parameter. */
function wiredParts({ alone, keyParam, lookup }: StepsToWrite): Partial<Step> {
  const from = keyOf(lookup)
  const wire = <Entry extends { readonly param?: string | undefined }>(entry: Entry) => {
    const { param, ...rest } = entry
    return param === keyParam ? { ...rest, from } : entry
  }
  const { inputs, inputObjectMap, where, sqlWrite, orderBy, rows } = alone
  return {
    ...(orderBy === undefined ? {} : { orderBy }),
    ...(rows === undefined ? {} : { rows }),
    inputs: inputs.map(wire),
    inputObjectMap: inputObjectMap.map(wire),
    ...(where === undefined
      ? {}
      : {
          where: where.map((entry) => ('anyOf' in entry ? entry : wireCondition(entry, { keyParam, from }))),
        }),
    ...(sqlWrite === undefined ? {} : { sqlWrite: wireWrite(sqlWrite, { keyParam, from }) }),
  }
}

interface Wire {
  readonly keyParam: string
  readonly from: string
}

type Condition = Exclude<NonNullable<Binding['where']>[number], { readonly anyOf: unknown }>

/** What comes from a step is never left out. */
function wireCondition(entry: Condition, { keyParam, from }: Wire): NonNullable<Step['where']>[number] {
  if (entry.param !== keyParam) return entry
  const { param: _param, optional: _optional, ...rest } = entry
  return { ...rest, from }
}

function wireWrite(
  write: NonNullable<Binding['sqlWrite']>,
  { keyParam, from }: Wire,
): NonNullable<Step['sqlWrite']> {
  const wire = (entry: (typeof write)['columns'][number]) =>
    entry.param === keyParam ? { column: entry.column, from } : entry
  const { keyColumn, keyParam: named, keys, ...rest } = write
  const written = { ...rest, columns: write.columns.map(wire) }
  if (keys !== undefined) return { ...written, keys: keys.map(wire) }
  if (keyColumn === undefined || named !== keyParam) return { ...write, ...written }
  return { ...written, keys: [{ column: keyColumn, from }] }
}

const fieldText = (...names: readonly string[]): string =>
  formatFieldPath(names.map((name) => ({ kind: 'field', name })))

function inStep(id: string, path: FieldPath): string {
  const parsed = parseFieldPath(path)
  return formatFieldPath([{ kind: 'field', name: id }, ...(parsed.ok ? parsed.value : [])])
}
