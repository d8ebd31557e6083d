import type { Step, StepsBinding } from '@bindery/client'
import { type Path, toSnake } from '../outputs.ts'
import { renamedFrom, renamedPath, stepOf, withinStep } from './step-paths.ts'

/** Steps of one skill, at most. */
export const mostSteps = 4

/** A step after the others, under a name that is free. */
export const addStep = (whole: StepsBinding, step: Omit<Step, 'id'>): StepsBinding => ({
  ...whole,
  steps: [...whole.steps, { id: freeId(whole, step.operation), ...step }],
})

function freeId({ steps }: StepsBinding, operation: string): string {
  const wanted = toSnake(operation).slice(0, 36)
  const isTaken = (id: string): boolean => steps.some((step) => step.id === id)
  if (!isTaken(wanted)) return wanted
  for (let number = 2; ; number += 1) if (!isTaken(`${wanted}_${number}`)) return `${wanted}_${number}`
}

/** Without a step and what is shown of it; what took a value of it says so in the problems. */
export function removeStep(whole: StepsBinding, at: number): StepsBinding {
  const id = whole.steps[at]?.id ?? ''
  return {
    ...whole,
    steps: whole.steps.toSpliced(at, 1),
    projection: (whole.projection ?? []).filter(({ path }) => withinStep(path, id) === undefined),
  }
}

/** With a step earlier (-1) or later (1). */
export function moveStep(whole: StepsBinding, at: number, by: -1 | 1): StepsBinding {
  const [one, other] = [whole.steps[at], whole.steps[at + by]]
  if (one === undefined || other === undefined) return whole
  return { ...whole, steps: whole.steps.with(at, other).with(at + by, one) }
}

/** With members of one step changed; what is undefined is left out. */
export function changeStep(whole: StepsBinding, at: number, change: StepChange): StepsBinding {
  const step = whole.steps[at]
  if (step === undefined) return whole
  const { take: _take, distinguishBy: _names, max: _max, more: _more, ...call } = step
  const next = { ...takeOf(step), ...change }
  return { ...whole, steps: whole.steps.with(at, { ...call, ...withoutNothing(next) }) }
}

/** What is said of the rows that a step takes. */
export interface StepChange {
  readonly take?: Step['take'] | undefined
  readonly distinguishBy?: Step['distinguishBy'] | undefined
  readonly max?: Step['max'] | undefined
  readonly more?: Step['more'] | undefined
}

const takeOf = ({ take, distinguishBy, max, more }: Step): StepChange => ({ take, distinguishBy, max, more })

function withoutNothing({
  take,
  distinguishBy,
  max,
  more,
}: StepChange): Pick<Step, 'take' | 'distinguishBy' | 'max' | 'more'> {
  return {
    ...(take !== undefined && { take }),
    ...(distinguishBy !== undefined && distinguishBy.length > 0 && { distinguishBy }),
    ...(max !== undefined && { max }),
    ...(more !== undefined && { more }),
  }
}

/** What is taken of the rows of a step; what only another choice knows goes. */
export function withTake(whole: StepsBinding, at: number, take: Step['take']): StepsBinding {
  const isOne = take === 'one' || take === 'optional'
  return changeStep(whole, at, {
    take,
    ...(!isOne && { distinguishBy: undefined }),
    ...(take !== 'each' && { max: undefined, more: undefined }),
  })
}

/** With another name of a step, wherever it is named. */
export function renameStep(whole: StepsBinding, at: number, id: string): StepsBinding {
  const before = whole.steps[at]?.id
  if (before === undefined || before === id) return whole
  const renamed = (path: Path): Path => renamedPath(path, before, id)
  return {
    ...whole,
    steps: whole.steps.map((step, place) => ({
      ...withFrom(step, (from) => renamedFrom(from, before, id)),
      ...(place === at && { id }),
    })),
    projection: (whole.projection ?? []).map(({ path, fields, ...entry }) => ({
      ...entry,
      path: mutable(renamed(path)),
      ...(fields !== undefined && {
        fields: fields.map((field) => ({ ...field, path: mutable(renamed(field.path)) })),
      }),
    })),
  }
}

/** As bodies are typed: a path of parts is a list that is its own. */
const mutable = (path: Path): string | (string | number)[] => (typeof path === 'string' ? path : [...path])

interface From {
  readonly from?: string
}

function withFrom(step: Step, rename: (from: string) => string): Step {
  const all = <Entry extends From>(entries: readonly Entry[]): Entry[] =>
    entries.map((entry) => (entry.from === undefined ? entry : { ...entry, from: rename(entry.from) }))
  const { inputs, inputObjectMap, where } = step
  return {
    ...step,
    ...(inputs !== undefined && { inputs: all(inputs) }),
    ...(inputObjectMap !== undefined && { inputObjectMap: all(inputObjectMap) }),
    ...(where !== undefined && {
      where: where.map((condition) =>
        'anyOf' in condition ? { anyOf: all(condition.anyOf) } : (all([condition])[0] ?? condition),
      ),
    }),
  }
}

/** The steps whose values a step takes. */
export function sourcesOf({ inputs = [], inputObjectMap = [], where = [] }: Step): readonly string[] {
  const conditions = where.flatMap((condition) => ('anyOf' in condition ? condition.anyOf : [condition]))
  const taken = [...inputs, ...inputObjectMap, ...conditions].flatMap(({ from }: From) => from ?? [])
  return [...new Set(taken.map(stepOf))]
}

/** The step for whose rows a step runs, each time anew; undefined for one that runs once. */
export function eachAround({ steps }: StepsBinding, at: number): string | undefined {
  const step = steps[at]
  if (step === undefined) return undefined
  for (const id of sourcesOf(step)) {
    const source = steps.findIndex((other, place) => place < at && other.id === id)
    if (source < 0) continue
    if (steps[source]?.take === 'each') return id
    const around = eachAround({ toolName: '', steps }, source)
    if (around !== undefined) return around
  }
  return undefined
}

/** With another operation in a step: what was said of the one before is about that one. */
export function callOther(
  whole: StepsBinding,
  at: number,
  { integration, operation }: Pick<Step, 'integration' | 'operation'>,
): StepsBinding {
  const step = whole.steps[at]
  if (step === undefined) return whole
  const { id, inputs, inputObjectMap } = step
  const kept = {
    ...(inputs !== undefined && { inputs }),
    ...(inputObjectMap !== undefined && { inputObjectMap }),
    ...withoutNothing(takeOf(step)),
  }
  return { ...whole, steps: whole.steps.with(at, { id, integration, operation, ...kept }) }
}
