import type { PathSegment, Step, StepCondition, StepFieldCondition } from '@bindery/model'

/** An entry of a step that takes its value from an earlier one. */
export interface FromEntry {
  /** From the step: `['inputs', 0]`. */
  readonly origin: readonly PathSegment[]
  readonly from: string
  /** Another member says where the value comes from as well. */
  readonly isTwice: boolean
}

type SqlPlace = NonNullable<Step['sqlWrite']>['columns'][number]

interface Authored {
  readonly from?: string | undefined
  readonly param?: unknown
  readonly const?: unknown
  readonly template?: unknown
  readonly relative?: unknown
  readonly each?: unknown
}

/** Every entry of a step that names a value of an earlier one, in the order of the binding. */
export function fromEntries({ inputs, inputObjectMap, where = [], sqlWrite }: Step): readonly FromEntry[] {
  return [
    ...inputs.flatMap((entry, at) => toEntry(entry, ['inputs', at])),
    ...inputObjectMap.flatMap((entry, at) => toEntry(entry, ['inputObjectMap', at])),
    ...where.flatMap((condition, at) =>
      'anyOf' in condition
        ? condition.anyOf.flatMap((branch, place) => toEntry(branch, ['where', at, 'anyOf', place]))
        : toEntry(condition, ['where', at]),
    ),
    ...(sqlWrite?.columns ?? []).flatMap((entry, at) => toEntry(entry, ['sqlWrite', 'columns', at])),
    ...(sqlWrite?.keys ?? []).flatMap((entry, at) => toEntry(entry, ['sqlWrite', 'keys', at])),
  ]
}

function toEntry(entry: Authored, origin: readonly PathSegment[]): readonly FromEntry[] {
  if (entry.from === undefined) return []
  const others = [entry.param, entry.const, entry.template, entry.relative, entry.each]
  return [{ origin, from: entry.from, isTwice: others.some((other) => other !== undefined) }]
}

/** The same members with parameters in the place of what comes from earlier steps. */
export function withParameters(step: Step, parameterOf: (from: string) => string) {
  const { inputs, inputObjectMap, where, sqlWrite } = step
  const toPlace = ({ from, ...entry }: SqlPlace) =>
    from === undefined ? entry : { ...entry, param: parameterOf(from) }
  return {
    inputs: inputs.map(({ from, ...entry }) =>
      from === undefined ? entry : { ...entry, param: parameterOf(from), required: true },
    ),
    inputObjectMap: inputObjectMap.map(({ from, ...entry }) =>
      from === undefined ? entry : { ...entry, param: parameterOf(from) },
    ),
    ...(sqlWrite === undefined
      ? {}
      : {
          sqlWrite: {
            ...sqlWrite,
            columns: sqlWrite.columns.map(toPlace),
            ...(sqlWrite.keys === undefined ? {} : { keys: sqlWrite.keys.map(toPlace) }),
          },
        }),
    ...(where === undefined ? {} : { where: where.map((condition) => toCondition(condition, parameterOf)) }),
  }
}

function toCondition(condition: StepCondition, parameterOf: (from: string) => string) {
  return 'anyOf' in condition
    ? { anyOf: condition.anyOf.map((branch) => toOne(branch, parameterOf)) }
    : toOne(condition, parameterOf)
}

const toOne = ({ from, ...condition }: StepFieldCondition, parameterOf: (from: string) => string) =>
  from === undefined ? condition : { ...condition, param: parameterOf(from) }

/** Names of parameters that the entries of a step use themselves. */
export function ownParameters({ inputs, inputObjectMap, where = [] }: Step): ReadonlySet<string> {
  const conditions = where.flatMap((condition) => ('anyOf' in condition ? condition.anyOf : [condition]))
  const named = [...inputs, ...inputObjectMap, ...conditions].flatMap(({ param }) => param ?? [])
  return new Set([...named, ...inputObjectMap.flatMap(({ each }) => each ?? [])])
}
