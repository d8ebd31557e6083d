import {
  canonicalJson,
  describeType,
  type Issue,
  isWrite,
  needsVerifiedIdentity,
  type OperationSkill,
  type SkillParameter,
  type TypeRef,
  type ValueOutput,
  wireTypeOf,
} from '@bindery/model'
import { fitsType } from '../resolution/type-fit.ts'
import { setting } from '../rules/fixes.ts'
import { findOutput, ownOutputs, toTypeRef } from './step-outputs.ts'
import type { PlannedStep, PlannedWire, StepPlan } from './step-plan.ts'

/** What goes from one step to another, and what several of them ask of the caller. */
export function checkTogether(plan: StepPlan, skills: readonly OperationSkill[]): readonly Issue[] {
  const { steps } = plan
  const joined = steps.map((planned, at) => ({ planned, skill: skills[at] }))
  return [
    ...joined.flatMap(({ planned, skill }) =>
      skill === undefined
        ? []
        : planned.wires.flatMap((wire) => checkWire(wire, { plan, planned, skill, skills })),
    ),
    ...checkParameters(steps, skills),
    ...checkContext(plan, skills),
    ...checkWrites(steps, skills),
  ]
}

interface Joint {
  readonly plan: StepPlan
  readonly planned: PlannedStep
  readonly skill: OperationSkill
  readonly skills: readonly OperationSkill[]
}

function checkWire(wire: PlannedWire, { plan, skill, skills }: Joint): readonly Issue[] {
  const source = plan.steps.findIndex(({ step }) => step.id === wire.step)
  const from = plan.steps[source]
  const giving = skills[source]
  const parameter = skill.parameters.find(({ name }) => name === wire.parameter)
  if (from === undefined || giving === undefined || parameter === undefined) return []
  const output = findOutput(ownOutputs(from, giving), wire.leaf)
  if (output?.kind !== 'value') {
    const message = `"${wire.name}" is a list of rows: take one of them, or each.`
    return [{ code: 'type_mismatch', severity: 'error', path: wire.origin, message }]
  }
  return [
    ...checkFit(wire, output, parameter),
    ...checkClass(wire, output, { agreed: plan.binding.allowSensitive, giving, skill }),
  ]
}

/** `type_mismatch`, `step_value_converted`, `step_value_optional`: what is given is what is taken. */
function checkFit(wire: PlannedWire, output: ValueOutput, parameter: SkillParameter): readonly Issue[] {
  const { name, origin: path } = wire
  const type = toTypeRef(output.type)
  const given = describeType(type)
  const wanted = describeType(parameter.type)
  if (!fitsType(type, parameter.type) && !converts(type, parameter.type)) {
    const message = `"${name}" is ${given}, and what it goes to takes ${wanted}. Use another value, or a transform.`
    return [{ code: 'type_mismatch', severity: 'error', path, message }]
  }
  const info = { severity: 'info', path } as const
  return [
    ...(fitsType(type, parameter.type)
      ? []
      : [
          {
            ...info,
            code: 'step_value_converted',
            message: `"${name}" is ${given} and is sent as ${wanted}: a call whose value is none is refused.`,
          },
        ]),
    ...(output.nullable && !parameter.nullable
      ? [
          {
            ...info,
            code: 'step_value_optional',
            message: `"${name}" may be null: a call that finds it so is refused before it goes on.`,
          },
        ]
      : []),
  ]
}

/** Ids that one provider writes as numbers and another as text. */
function converts(given: TypeRef, wanted: TypeRef): boolean {
  const from = plainWire(given)
  const to = plainWire(wanted)
  return from !== undefined && to !== undefined && from !== 'boolean' && to !== 'boolean'
}

const plainWire = (type: TypeRef): string | undefined =>
  type.kind === 'scalar' || type.kind === 'enum' ? wireTypeOf(type.scalar) : undefined

interface Classed {
  readonly agreed: readonly string[]
  readonly giving: OperationSkill
  readonly skill: OperationSkill
}

/** `sensitive_field`: a credential goes nowhere, and what is above class contact goes to another provider by name only. */
function checkClass(
  wire: PlannedWire,
  { sensitivity }: ValueOutput,
  { agreed, giving, skill }: Classed,
): readonly Issue[] {
  const { name, origin: path } = wire
  const graver = { code: 'sensitive_field', severity: 'error', path } as const
  if (sensitivity === 'credential')
    return [{ ...graver, message: `"${name}" holds a credential, which goes to no other step.` }]
  const stays = giving.integration === skill.integration && !isWrite(skill.effect)
  if (!needsVerifiedIdentity(sensitivity) || stays || agreed.includes(name)) return []
  const message = `"${name}" is of class ${sensitivity} and goes to "${skill.operation}" of "${skill.integration}". Use another value, or agree to it by name in "allowSensitive".`
  return [{ ...graver, message, fixes: [setting(`Agree to "${name}"`, ['allowSensitive', '-'], name)] }]
}

/** `type_mismatch`: a parameter that several steps take is one. */
function checkParameters(steps: readonly PlannedStep[], skills: readonly OperationSkill[]): readonly Issue[] {
  const first = new Map<string, SkillParameter>()
  return skills.flatMap((skill, at) =>
    callersOf(skill, steps[at]).flatMap((parameter): readonly Issue[] => {
      const known = first.get(parameter.name)
      if (known === undefined) first.set(parameter.name, parameter)
      if (known === undefined || canonicalJson(known.type) === canonicalJson(parameter.type)) return []
      const message = `"${parameter.name}" is ${describeType(known.type)} in an earlier step and ${describeType(parameter.type)} here. Use two parameters.`
      return [{ code: 'type_mismatch', severity: 'error', path: ['steps', at, 'inputs'], message }]
    }),
  )
}

/** The parameters of a step that callers, or the context, give. */
export function callersOf(
  skill: OperationSkill,
  planned: PlannedStep | undefined,
): readonly SkillParameter[] {
  const wired = new Set(planned?.wires.map(({ parameter }) => parameter))
  return skill.parameters.filter(({ name }) => !wired.has(name))
}

/** `context_param_unused`: as of any binding. */
function checkContext({ binding, steps }: StepPlan, skills: readonly OperationSkill[]): readonly Issue[] {
  const used = new Set(skills.flatMap((skill, at) => callersOf(skill, steps[at]).map(({ name }) => name)))
  return binding.contextParams.flatMap((name, at): readonly Issue[] => {
    if (used.has(name)) return []
    const message = `"${name}" fills nothing: no step of the binding uses it.`
    return [{ code: 'context_param_unused', severity: 'error', path: ['contextParams', at], message }]
  })
}

/** `step_write`: at most one step changes something; it comes last, runs once, and never without what it waits for. */
function checkWrites(steps: readonly PlannedStep[], skills: readonly OperationSkill[]): readonly Issue[] {
  return steps.flatMap(({ step, at, forEach, isSkippable }): readonly Issue[] => {
    const skill = skills[at]
    if (skill === undefined || !isWrite(skill.effect)) return []
    const why =
      at < steps.length - 1
        ? 'it is not the last step: what changes something comes last'
        : forEach !== undefined
          ? `it would run for every row of "${forEach}": take one row`
          : isSkippable
            ? 'it waits for a step that may find nothing: take "one" instead of "optional"'
            : undefined
    if (why === undefined) return []
    const message = `"${step.id}" calls "${skill.operation}", which is ${skill.effect}: ${why}.`
    return [{ code: 'step_write', severity: 'error', path: ['steps', at, 'operation'], message }]
  })
}
