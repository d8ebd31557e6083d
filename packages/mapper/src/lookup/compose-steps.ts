import { indexCatalog, type StepsBinding } from '@bindery/model'
import type { AnswerPath } from '../assignment/answer-paths.ts'
import type { Assigned } from '../assignment/assign.ts'
import type { AssignedParameters } from '../assignment/assign-parameters.ts'
import type { PlacedOperation } from '../draft/placed-operation.ts'
import { settleBinding } from '../draft/settle-binding.ts'
import { namesIn } from '../draft/unmet.ts'
import { wholeInputs } from '../draft/whole-inputs.ts'
import { tableOf, writeBinding } from '../draft/write-binding.ts'
import type { MappingTools, StepsTools } from '../mapped-goal.ts'
import { fitParts, type PartedBinding } from '../parts/fit-parts.ts'
import { readParts } from '../parts/read-parts.ts'
import type { PreparedGoal } from '../prepare-goal.ts'
import type { Lookup } from './lookup.ts'
import { takeOutputs } from './take-outputs.ts'
import { type TellingField, tellingFields } from './telling-fields.ts'
import { writeSteps } from './write-steps.ts'

/** A chosen operation behind the lookup of what it lacks. */
export interface ComposedDraft extends PlacedOperation {
  readonly binding: StepsBinding
  readonly lookup: Lookup
  /** The chosen operation alone, in which `keyParam` stands for what the lookup finds. */
  readonly settled: PartedBinding
  readonly keyParam: string
  readonly telling: readonly TellingField[]
  /** Outputs that are fields of the record. */
  readonly taken: readonly Assigned<AnswerPath>[]
}

export interface Composing {
  readonly prepared: PreparedGoal
  readonly compile: MappingTools['compile']
  readonly steps: StepsTools
}

/** Writes the lookup before the chosen operation; undefined when the two do not compile, so that nothing is drafted of them. */
export function composeSteps(
  placed: PlacedOperation,
  lookup: Lookup,
  { prepared, compile, steps }: Composing,
): ComposedDraft | undefined {
  const catalog = indexCatalog(prepared.index.catalog)
  const { goal } = prepared
  const chosen = placed.ranked.operation
  const { own: outputs, taken } = takeOutputs(placed.outputs, lookup, { goal, chosen, catalog })
  const keyParam = freeName(`${lookup.step}_key`, placed.parameters)
  const parameters = withKey(placed.parameters, lookup, keyParam)
  const compiles = (binding: Parameters<typeof compile>[0]) => errorsOf(compile(binding))
  const written = writeBinding({ prepared, operation: chosen, parameters, outputs })
  const settled = fitParts(
    settleBinding(written, compiles, wholeInputs(chosen, prepared)),
    placed.parts ?? readParts({ ...placed, parameters, outputs }, prepared),
    { compiles, operation: chosen, table: tableOf(chosen, prepared), parameters },
  )
  const names = namesIn(settled.binding)
  if (settled.issues.length > 0 || !names.input.has(keyParam)) return undefined
  const used = new Set([...names.input, ...lookup.asked.map(({ name }) => name)])
  const telling = tellingFields(lookup, {
    taken: used,
    catalog: prepared.index.catalog,
    decisions: goal.decisions ?? [],
  })
  const { integration } = steps
  const toWrite = { alone: settled.binding, keyParam, lookup, taken, integration }
  const candidates = [...(telling.length > 0 ? [telling] : []), []]
  for (const fields of candidates) {
    const binding = writeSteps({ ...toWrite, telling: fields })
    if (errorsOf(steps.compile(binding)).length > 0) continue
    return { ...placed, parameters, outputs, binding, lookup, settled, keyParam, telling: fields, taken }
  }
  return undefined
}

type Compiled = ReturnType<MappingTools['compile']>

const errorsOf = (result: Compiled) =>
  result.ok ? [] : result.failure.filter(({ severity }) => severity === 'error')

/** The names that the lookup is asked with are no longer the operation's, and its key has a name for the while. */
function withKey(
  { assigned, unplaced, unfilled }: AssignedParameters,
  { asked, place }: Lookup,
  keyParam: string,
): AssignedParameters {
  const isAsked = (name: string): boolean => asked.some((line) => line.name === name)
  const kept = assigned.filter((line) => line.place.target !== place.target && !isAsked(line.name))
  const key = { name: keyParam, place, score: 1, margin: 0, others: [] }
  return {
    assigned: [...kept, key],
    unplaced: unplaced.filter((name) => !isAsked(name)),
    unfilled: unfilled.filter(({ target }) => target !== place.target),
  }
}

function freeName(name: string, { assigned, unplaced }: AssignedParameters): string {
  const taken = new Set<string>([...assigned.map((line) => line.name), ...unplaced])
  let free = name
  for (let at = 2; taken.has(free); at++) free = `${name}_${at}`
  return free
}
