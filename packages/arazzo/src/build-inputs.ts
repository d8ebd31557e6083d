import { formatFieldPath, type Step } from '@bindery/model'
import { placeInStep } from './answer-path.ts'
import type { Findings } from './findings.ts'
import type { InputTable } from './input-table.ts'
import { keyOf, type PlacedValue, type Target, targetOf } from './placed-value.ts'
import type { CallStep } from './read-step.ts'
import type { GivenValue, Value } from './value.ts'

export interface Building {
  readonly inputs: InputTable
  readonly findings: Findings
  /** Steps of the draft by their names. */
  readonly steps: ReadonlyMap<string, CallStep>
}

type StepInput = Step['inputs'][number]
type StepObjectEntry = Step['inputObjectMap'][number]
type Source = Pick<StepInput, 'param' | 'const' | 'from' | 'template' | 'syntax'>

export interface BuiltInputs {
  readonly inputs: StepInput[]
  readonly inputObjectMap: StepObjectEntry[]
}

/** What fills the arguments of a step: in the order of our extension, then of the document. */
export function buildInputs(step: CallStep, building: Building): BuiltInputs {
  const open = new Map(step.values.map((value) => [keyOf(value), value]))
  const take = (target: Target): PlacedValue | undefined => {
    const value = open.get(keyOf(target))
    for (const [key, other] of open) if (isWithin(other, target)) open.delete(key)
    return value
  }
  const { inputs = [], inputObjectMap = [] } = step.extension ?? {}
  const first = inputs.flatMap((entry): readonly StepInput[] => {
    const value = take(targetOf(entry.argument, 'arguments_first', step.called))
    return complete(entry, value, { step, building, name: entry.argument })
  })
  const fields = inputObjectMap.flatMap((entry): readonly StepObjectEntry[] => {
    const value = take(targetOf(entry.field, 'fields_first', step.called))
    return completeField(entry, value, { step, building, name: entry.field })
  })
  const rest = [...open.values()].flatMap((value) => buildInput(value, building))
  return { inputs: [...first, ...rest], inputObjectMap: fields }
}

/** Whether a value fills a target, or a part of it. */
const isWithin = (value: Target, target: Target): boolean =>
  value.argument === target.argument && target.members.every((name, at) => value.members[at] === name)

interface Completing {
  readonly step: CallStep
  readonly building: Building
  readonly name: string
}

const hasSource = (entry: Partial<StepObjectEntry> & Source): boolean =>
  [entry.param, entry.const, entry.from, entry.template, entry.each].some((source) => source !== undefined)

function complete(
  entry: StepInput,
  value: PlacedValue | undefined,
  completing: Completing,
): readonly StepInput[] {
  if (hasSource(entry)) return [entry]
  const source = sourceFor(value, completing)
  return source === undefined ? [] : [{ ...source, ...entry }]
}

function completeField(
  entry: StepObjectEntry,
  value: PlacedValue | undefined,
  completing: Completing,
): readonly StepObjectEntry[] {
  if (hasSource(entry)) return [entry]
  const source = sourceFor(value, completing)
  if (source === undefined) return []
  const { param, const: constant, from } = source
  // Rows of a list are given under the name of the input that holds them.
  const place = entry.fields === undefined ? { param } : { each: param }
  return [
    {
      ...(param === undefined ? {} : place),
      ...(constant === undefined ? {} : { const: constant }),
      ...(from === undefined ? {} : { from }),
      ...entry,
    },
  ]
}

function sourceFor(value: PlacedValue | undefined, { step, building, name }: Completing): Source | undefined {
  if (value !== undefined) return toSource(value, building)
  building.findings.error(
    'extension_unfilled',
    [...step.path, 'x-bindery'],
    `The extension speaks of "${name}", which this step gives no value.`,
  )
  return undefined
}

/** An input that the document alone describes. */
function buildInput(placed: PlacedValue, building: Building): readonly StepInput[] {
  const source = toSource(placed, building)
  if (source === undefined) return []
  const said = placed.value.from === 'caller' ? building.inputs.use(placed.value) : {}
  const { argument, members, path } = placed
  if (placed.value.from === 'text')
    building.findings.info(
      'text_escaped',
      path,
      `Parts of "${argument}" that callers give are held to [A-Za-z0-9_.@+-]; "syntax" says what else the text is.`,
    )
  const inner = formatFieldPath(members.map((name) => ({ kind: 'field', name })))
  return [{ argument: members.length === 0 ? argument : `${argument}.${inner}`, ...said, ...source }]
}

/** Where a value comes from, in the words of a binding; undefined where it comes from nowhere. */
function toSource({ value, path, argument, members }: PlacedValue, building: Building): Source | undefined {
  const { findings, inputs } = building
  const name = [argument, ...members].join('.')
  switch (value.from) {
    case 'caller':
      return { param: inputs.nameOf(value) }
    case 'document':
      return { const: value.value }
    case 'step':
      return fromStep(value, { path, building })
    case 'text':
      return { syntax: 'plain', template: toTemplate(value.parts, building) }
    case 'nowhere':
      findings.info(
        'input_not_given',
        path,
        `"${name}" is left out: the workflow that is called here is not given it.`,
      )
      return undefined
    case 'unsaid':
      findings.error(
        'argument_unfilled',
        path,
        `"${name}" is left out: where its value comes from cannot be said.`,
      )
      return undefined
  }
}

function fromStep(
  { step: id, pointer }: Extract<Value, { from: 'step' }>,
  { path, building }: { readonly path: PlacedValue['path']; readonly building: Building },
): Source | undefined {
  const step = building.steps.get(id)
  if (step === undefined) {
    building.findings.error(
      'argument_unfilled',
      path,
      `The step "${id}" that gives this value is not in the draft.`,
    )
    return undefined
  }
  const place = placeInStep(pointer, step)
  if (place !== undefined) return { from: formatFieldPath([{ kind: 'field', name: id }, ...place.path]) }
  building.findings.error(
    'beside_rows',
    path,
    `"${id}" goes on with a row of its answer, and this value stands beside the rows.`,
  )
  return undefined
}

/** Braces of the text itself are doubled, as in any template. */
const toTemplate = (parts: readonly (string | GivenValue)[], { inputs }: Building): string =>
  parts
    .map((part) =>
      typeof part === 'string'
        ? part.replaceAll('{', '{{').replaceAll('}', '}}')
        : `{${inputs.nameOf(part)}}`,
    )
    .join('')
