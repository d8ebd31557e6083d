import {
  formatFieldPath,
  type Issue,
  nearestNames,
  type PathSegment,
  type Step,
  type StepsBinding,
} from '@bindery/model'
import { askFor, removing, renaming } from '../rules/fixes.ts'
import { toSnakeCase } from '../resolution/propose-parameter.ts'
import { type FromEntry, fromEntries, ownParameters } from './from-entries.ts'
import { freeName, nameOfPath, NeedList } from './need-list.ts'
import type { OpenStep, OpenWire } from './open-step.ts'
import { planOutputs } from './plan-outputs.ts'
import type { PlannedStep, PlannedWire, StepPlan } from './step-plan.ts'
import { readReference, type StepReference } from './step-reference.ts'
import { checkStep } from './check-step.ts'

/**
 * Looks up which step gives what to which other, and to which output. Total: what is wrong is in the issues of the plan, and
 * a plan without errors has a place for every value.
 */
export function planSteps(binding: StepsBinding): StepPlan {
  const issues: Issue[] = []
  const report = (issue: Issue): void => void issues.push(issue)
  const open: OpenStep[] = []
  for (const [at, step] of binding.steps.entries()) open.push(openStep(step, { at, before: open, report }))
  const gives = planOutputs(binding, open, report)
  for (const step of open) askChoices(step, report)
  const wired = open.map((step) => closeWires(step, open))
  const steps = open.map(({ step, at, forEach, isSkippable, needs }): PlannedStep => {
    const own = { step, at, needs: needs.toList(), wires: wired[at] ?? [], isSkippable }
    return forEach === undefined ? own : { ...own, forEach }
  })
  for (const step of steps) checkStep(step, binding, report)
  return { binding, steps, gives, issues }
}

interface Opening {
  readonly at: number
  readonly before: readonly OpenStep[]
  readonly report: (issue: Issue) => void
}

function openStep(step: Step, { at, before, report }: Opening): OpenStep {
  const origin = ['steps', at]
  if (before.some((other) => other.step.id === step.id)) reportTwice(step.id, [...origin, 'id'], report)
  const own = new Set(ownParameters(step))
  const names = new Map<string, string>()
  const wires = fromEntries(step).flatMap((entry): readonly OpenWire[] => {
    const place = [...origin, ...entry.origin]
    if (entry.isTwice) reportBoth(place, report)
    const reference = findReference(entry, { place, before, report })
    if (reference === undefined) return []
    const name = formatFieldPath([{ kind: 'field', name: reference.step }, ...reference.path])
    const parameter =
      names.get(name) ?? freeName(toSnakeCase(`from_${name}`).slice(0, 60), (taken) => own.has(taken))
    own.add(parameter)
    names.set(name, parameter)
    return [{ parameter, step: reference.step, name, origin: [...place, 'from'], reference }]
  })
  const sources = before.filter((other) => wires.some((wire) => wire.step === other.step.id))
  const forEach = eachOf(sources)
  if (forEach.length > 1) reportEach(step.id, origin, report)
  return {
    step,
    at,
    wires,
    ...(forEach[0] === undefined ? {} : { forEach: forEach[0] }),
    isSkippable: sources.some((source) => source.isSkippable || source.step.take === 'optional'),
    needs: new NeedList(),
  }
}

/** The steps whose rows a step is run for, by what it takes from others. */
const eachOf = (sources: readonly OpenStep[]): readonly string[] => [
  ...new Set(sources.flatMap(({ step, forEach }) => (step.take === 'each' ? [step.id] : (forEach ?? [])))),
]

interface Looking {
  readonly place: readonly PathSegment[]
  readonly before: readonly OpenStep[]
  readonly report: (issue: Issue) => void
}

function findReference({ from }: FromEntry, { place, before, report }: Looking): StepReference | undefined {
  const read = readReference(from)
  const path = [...place, 'from']
  if (!read.ok) {
    report({
      code: 'step_unknown',
      severity: 'error',
      path,
      message: `"${from}" cannot be read: ${read.failure}`,
    })
    return undefined
  }
  const reference = read.value
  const ids = before.map(({ step }) => step.id)
  if (!ids.includes(reference.step)) {
    report(unknownStep(reference, { path, ids }))
    return undefined
  }
  if (reference.path.length > 0) return reference
  const message = `"${from}" names a step and no value of it: go on with a field, "${from}.id".`
  report({ code: 'step_unknown', severity: 'error', path, message })
  return undefined
}

function unknownStep(
  { step, path: rest }: StepReference,
  { path, ids }: { readonly path: readonly PathSegment[]; readonly ids: readonly string[] },
): Issue {
  const suggestions = nearestNames(step, ids)
  const known = ids.length === 0 ? 'There is none.' : `There are: ${ids.map((id) => `"${id}"`).join(', ')}.`
  return {
    code: 'step_unknown',
    severity: 'error',
    path,
    message: `No earlier step is called "${step}". ${known}${askFor(suggestions)}`,
    suggestions,
    fixes: renaming(
      path,
      suggestions.map((name) => formatFieldPath([{ kind: 'field', name }, ...rest])),
    ),
  }
}

function askChoices({ step, at, needs }: OpenStep, report: (issue: Issue) => void): void {
  for (const [place, written] of (step.distinguishBy ?? []).entries()) {
    const origin = ['steps', at, 'distinguishBy', place]
    const read = readPath(written)
    if (read === undefined) {
      report({
        code: 'path_unreadable',
        severity: 'error',
        path: origin,
        message: 'It is no path of a field.',
      })
      continue
    }
    needs.ask({ path: read, entry: {}, as: 'choice', origin }, nameOfPath(read))
  }
}

function readPath(written: NonNullable<Step['distinguishBy']>[number]) {
  // The name of the row stands before it, so that it is read as any reference is.
  const text = typeof written === 'string' ? `row.${written}` : ['row', ...written]
  const read = readReference(text)
  return read.ok && read.value.path.length > 0 ? read.value.path : undefined
}

/** Values that go to other steps are asked for last, so that outputs have the names that they are authored with. */
function closeWires({ wires }: OpenStep, all: readonly OpenStep[]): readonly PlannedWire[] {
  return wires.flatMap(({ reference, ...wire }): readonly PlannedWire[] => {
    const source = all.find((other) => other.step.id === reference.step)
    if (source === undefined) return []
    const need = { path: reference.path, entry: {}, as: 'wire', origin: wire.origin } as const
    return [{ ...wire, leaf: source.needs.ask(need, nameOfPath(reference.path)) }]
  })
}

function reportTwice(id: string, path: readonly PathSegment[], report: Opening['report']): void {
  const message = `Two steps are called "${id}": paths could not tell them apart.`
  report({ code: 'step_duplicate', severity: 'error', path, message })
}

function reportBoth(place: readonly PathSegment[], report: Opening['report']): void {
  report({
    code: 'param_or_const',
    severity: 'error',
    path: place,
    message: 'A value comes from an earlier step or from somewhere else, not from both.',
    fixes: [removing('Remove "from"', [...place, 'from'])],
  })
}

function reportEach(id: string, path: readonly PathSegment[], report: Opening['report']): void {
  const message = `"${id}" would run for every row of two steps: take "one" of one of them.`
  report({ code: 'each_nested', severity: 'error', path, message })
}
