import {
  formatFieldPath,
  type Issue,
  nearestNames,
  type PathSegment,
  type StepsBinding,
} from '@bindery/model'
import { askFor, renaming, setting } from '../rules/fixes.ts'
import { parameterName, toSnakeCase } from '../resolution/propose-parameter.ts'
import { freeName } from './need-list.ts'
import type { OpenStep } from './open-step.ts'
import type { PlannedEach, PlannedGiven } from './step-plan.ts'
import { readReference, type StepReference } from './step-reference.ts'

type Report = (issue: Issue) => void
type Entry = StepsBinding['projection'][number]
type RowField = NonNullable<Entry['fields']>[number]

/** Asks the steps for what the outputs show, and says of each output which step gives it. */
export function planOutputs(
  { projection }: StepsBinding,
  steps: readonly OpenStep[],
  report: Report,
): readonly PlannedGiven[] {
  const given = projection.flatMap((entry, at) => {
    const origin = ['projection', at]
    const found = findStep(entry.path, { origin, steps, report })
    return found === undefined ? [] : planOutput({ entry, origin, ...found }, steps, report)
  })
  checkLeaves(given, report)
  for (const output of given) if ('each' in output) checkLeaves(output.each, report)
  return given
}

interface Found {
  readonly step: OpenStep
  readonly reference: StepReference
}

interface Output extends Found {
  readonly entry: Entry
  readonly origin: readonly PathSegment[]
}

function planOutput(output: Output, steps: readonly OpenStep[], report: Report): readonly PlannedGiven[] {
  const { entry, origin, step, reference } = output
  const { fields, leaf } = entry
  const isOfRows = step.step.take === 'each' || (step.forEach !== undefined && step.step.take !== undefined)
  if (!isOfRows && (step.forEach === undefined || fields !== undefined)) {
    const of = askShown(output, entry)
    const max = step.forEach === undefined ? {} : { max: entry.max ?? 20 }
    return [{ leaf, origin, step: step.step.id, of, ...max }]
  }
  if (fields === undefined || reference.path.length > 0) {
    report(needsRows(output))
    return []
  }
  const each = fields.flatMap((field, at) => planField(field, { of: output, at, steps }))
  return [{ leaf, origin, step: step.step.id, each }]
}

interface FieldPlace {
  readonly of: Output
  readonly at: number
  readonly steps: readonly OpenStep[]
}

/** A field of a row: of the row itself, or of a step that belongs to the same row. */
function planField(field: RowField, { of, at, steps }: FieldPlace): readonly PlannedEach[] {
  const origin = [...of.origin, 'fields', at]
  const row = of.step.step.take === 'each' ? of.step.step.id : of.step.forEach
  const read = readReference(field.path)
  const step = read.ok
    ? steps.find(
        ({ step: other, forEach }) => read.value.step === other.id && (forEach === row || other.id === row),
      )
    : undefined
  if (read.ok && step !== undefined) {
    const asked = { entry: field, origin, step, reference: read.value }
    return [{ leaf: field.leaf, origin, step: step.step.id, of: askShown(asked, field) }]
  }
  const own = readReference(inRow(field.path))
  const path = own.ok ? own.value.path : []
  const asked = { entry: field, origin, step: of.step, reference: { step: of.step.step.id, path } }
  return [{ leaf: field.leaf, origin, step: of.step.step.id, of: askShown(asked, field) }]
}

/** A path from a row, with a name for the row before it. */
function inRow(path: RowField['path']): RowField['path'] {
  if (typeof path !== 'string') return ['row', ...path]
  const text = path.trim()
  if (text === '$' || text === '') return 'row'
  return text.startsWith('[') ? `row${text}` : `row.${text.replace(/^\$\.?/, '')}`
}

interface Asked extends Found {
  readonly origin: readonly PathSegment[]
}

function askShown({ step, reference, origin }: Asked, authored: RowField): string {
  const { path: _path, leaf, ...entry } = authored
  return step.needs.ask({ path: reference.path, entry, as: 'shown', origin }, leaf)
}

interface Looking {
  readonly origin: readonly PathSegment[]
  readonly steps: readonly OpenStep[]
  readonly report: Report
}

function findStep(path: Entry['path'], { origin, steps, report }: Looking): Found | undefined {
  const read = readReference(path)
  const ids = steps.map(({ step }) => step.id)
  const name = read.ok ? read.value.step : ''
  const step = steps.find((other) => other.step.id === name)
  if (read.ok && step !== undefined) return { step, reference: read.value }
  const suggestions = nearestNames(name, ids)
  const rest = read.ok ? read.value.path : []
  const place = [...origin, 'path']
  report({
    code: 'step_unknown',
    severity: 'error',
    path: place,
    message: `An output begins with the step that it is of: ${ids.map((id) => `"${id}"`).join(', ')}.${askFor(suggestions)}`,
    suggestions,
    fixes: renaming(
      place,
      suggestions.map((near) => formatFieldPath([{ kind: 'field', name: near }, ...rest])),
    ),
  })
  return undefined
}

function needsRows({ entry, origin, step }: Output): Issue {
  const { id, take } = step.step
  const why =
    take === 'each'
      ? `"${id}" goes on with each of its rows`
      : `"${id}" runs for every row of "${step.forEach ?? ''}"`
  return {
    code: 'each_needs_rows',
    severity: 'error',
    path: [...origin, 'path'],
    message: `${why}: show it as rows, with the path "${id}" and "fields", not as one value "${entry.leaf}".`,
  }
}

interface Named {
  readonly leaf: string
  readonly origin: readonly PathSegment[]
}

/** `leaf_invalid`, `leaf_duplicate`: as of any binding, over the outputs of all steps. */
function checkLeaves(entries: readonly Named[], report: Report): void {
  const taken = new Set(entries.map(({ leaf }) => leaf))
  const seen = new Set<string>()
  for (const { leaf, origin } of entries) {
    const path = [...origin, 'leaf']
    if (!parameterName.test(leaf)) {
      const name = toSnakeCase(leaf)
      const message = `The output name "${leaf}" is not snake_case. Use "${name}".`
      report({
        code: 'leaf_invalid',
        severity: 'error',
        path,
        message,
        suggestions: [name],
        fixes: renaming(path, [name]),
      })
    }
    if (!seen.has(leaf)) {
      seen.add(leaf)
      continue
    }
    const free = freeName(leaf, (name) => taken.has(name))
    taken.add(free)
    report({
      code: 'leaf_duplicate',
      severity: 'error',
      path,
      message: `Two outputs are named "${leaf}".`,
      suggestions: [free],
      fixes: [setting(`Use "${free}"`, path, free)],
    })
  }
}
