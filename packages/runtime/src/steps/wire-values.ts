import {
  type Json,
  type JsonObject,
  objectFrom,
  ownProperty,
  type SkillStep,
  type StepWire,
} from '@bindery/model'
import { prepareParams } from '../check-params.ts'
import { coerceValue } from '../coerce-value.ts'
import type { FoundSteps } from './found-steps.ts'
import { unfitValue } from './given-value.ts'

/** What a step is called with: what the caller gave, and what earlier steps found. */
export type ReadParams = (params: JsonObject, found: FoundSteps, row: number | undefined) => StepParams

export type StepParams =
  | { readonly status: 'ready'; readonly params: JsonObject; readonly wired: JsonObject }
  /** A step that it waits for was left out, or found nothing that it needed not find. */
  | { readonly status: 'left_out' }
  /** What it waits for has no value. */
  | { readonly status: 'missing'; readonly wire: StepWire }

/**
 * Prepares what a step is called with. Throws `upstream_invalid_response` for a value that is not what the place that it
 * goes to takes; no message holds it.
 */
export function prepareWires(step: SkillStep): ReadParams {
  const { skill, wires } = step
  const own = skill.parameters.filter(({ origin }) => origin !== 'step').map(({ name }) => name)
  const wired = skill.parameters.filter(({ origin }) => origin === 'step')
  const check = prepareParams(wired)
  return (params, found, row) => {
    if (wires.some(({ step: id }) => !found.isThere(id, row))) return { status: 'left_out' }
    const values = new Map<string, Json>()
    for (const parameter of wired) {
      const wire = wires.find((one) => one.parameter === parameter.name)
      const value = wire === undefined ? null : found.leafOf(wire.step, wire.leaf, row)
      if (value === null && wire !== undefined && !parameter.nullable) return { status: 'missing', wire }
      values.set(parameter.name, coerceValue(value, parameter.type)?.value ?? value)
    }
    const given = objectFrom([...values])
    const checked = check(given)
    if (!checked.ok) throw unfitValue(step, checked.failure[0]?.message ?? '')
    const asked = own.flatMap((name) => {
      const value = ownProperty(params, name)
      return value === undefined ? [] : [[name, value] as const]
    })
    return { status: 'ready', params: objectFrom([...asked, ...Object.entries(checked.value)]), wired: given }
  }
}
