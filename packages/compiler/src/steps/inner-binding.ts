import {
  type Binding,
  type FieldPath,
  formatFieldPath,
  type ProjectionEntry,
  type ProjectionField,
  type StepsBinding,
} from '@bindery/model'
import { withParameters } from './from-entries.ts'
import type { PlannedStep, StepNeed } from './step-plan.ts'
import { readReference } from './step-reference.ts'

/** The output of rows of a step that takes some of them. */
export const takenLeaf = 'rows'

/** Choices that are shown of several rows. */
export const mostChoices = 10

/**
 * A step as the binding that it would be alone: what earlier steps give is a parameter, and what others ask of it are its
 * outputs. `rows` is the list of the answer that it takes rows of. Total: what it is made of was read already, and is not held
 * to the bounds of what people write, which the parts of several together may pass.
 */
export function innerBinding(planned: PlannedStep, whole: StepsBinding, rows: FieldPath): Binding {
  const { step, wires } = planned
  const parameterOf = (from: string): string => {
    const read = readReference(from)
    const name = read.ok ? nameOf(read.value) : from
    return wires.find((wire) => wire.name === name)?.parameter ?? 'unknown'
  }
  const { inputs, inputObjectMap, ...rest } = withParameters(step, parameterOf)
  return {
    enabled: false,
    operation: step.operation,
    toolName: whole.toolName,
    // What the tool says of itself stands before what the reading of a step adds to it.
    description: saidOf(whole),
    inputs,
    inputObjectMap,
    ...rest,
    orderBy: step.orderBy,
    aggregate: step.aggregate,
    pages: step.pages,
    acceptScan: step.acceptScan,
    rows: step.take === undefined ? step.rows : undefined,
    projection: step.aggregate === undefined ? projectionOf(planned, rows) : [],
    timeoutMs: whole.timeoutMs,
    allowSensitive: agreedIn(planned, whole),
    contextParams: whole.contextParams.filter((name) => mentions(step, name)),
    requiresConfirmation: whole.requiresConfirmation,
  }
}

/** What the tool says of itself. */
export const saidOf = ({ description, toolName }: StepsBinding): string => description ?? toolName

const nameOf = ({ step, path }: { readonly step: string; readonly path: StepNeed['path'] }): string =>
  formatFieldPath([{ kind: 'field', name: step }, ...path])

/**
 * What was agreed to by name, under the names that it has inside the step: outputs and choices that agents are shown, and
 * parameters, those that other steps fill by what they are filled with. What goes to another step is judged where it goes.
 */
function agreedIn({ step, needs, wires }: PlannedStep, { allowSensitive }: StepsBinding): string[] {
  const isAgreed = (name: string): boolean => allowSensitive.includes(name)
  return [
    ...needs.filter(({ as, wanted }) => as === 'wire' || isAgreed(wanted)).map(({ leaf }) => leaf),
    ...parametersOf(step).filter(isAgreed),
    ...wires.filter(({ name }) => isAgreed(name)).map(({ parameter }) => parameter),
  ]
}

function projectionOf({ step, needs }: PlannedStep, rows: FieldPath): ProjectionEntry[] {
  const entries: ProjectionField[] = needs.map(({ leaf, path, entry }) => ({
    path: formatFieldPath(path) || '$',
    leaf,
    ...entry,
  }))
  // Of a row that nobody takes anything of nothing is read; that nobody does is said where the steps were planned.
  if (step.take === undefined || entries.length === 0) return entries
  return [{ path: rows, leaf: takenLeaf, max: mostRows(step), fields: entries }]
}

/** One row more than goes on, so that it is known whether there are more. */
function mostRows({ take, max }: PlannedStep['step']): number {
  switch (take) {
    case 'first':
    case undefined:
      return 1
    case 'one':
    case 'optional':
      return mostChoices + 1
    case 'each':
      return mostOf(max) + 1
  }
}

/** Rows that a step of `each` goes on with, at most. */
export const mostOf = (max: number | undefined): number => max ?? 10

const mentions = (step: PlannedStep['step'], name: string): boolean =>
  parametersOf(step).some((parameter) => parameter === name)

function parametersOf({
  inputs,
  inputObjectMap,
  where = [],
  sqlWrite,
}: PlannedStep['step']): readonly string[] {
  const conditions = where.flatMap((condition) => ('anyOf' in condition ? condition.anyOf : [condition]))
  const written = [...(sqlWrite?.columns ?? []), ...(sqlWrite?.keys ?? [])]
  return [
    ...[...inputs, ...inputObjectMap, ...conditions, ...written].flatMap(({ param }) => param ?? []),
    ...inputObjectMap.flatMap(({ each }) => each ?? []),
    ...(sqlWrite?.keyParam === undefined ? [] : [sqlWrite.keyParam]),
  ]
}
