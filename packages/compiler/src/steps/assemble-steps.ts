import {
  isJsonObject,
  isWrite,
  type JsonObject,
  objectFrom,
  type OperationSkill,
  ownProperty,
  type SkillParameter,
  type SkillPolicy,
  type SkillStep,
  type StepsBinding,
  type StepsGiven,
  type StepsSkill,
  stricter,
  valueOutputs,
} from '@bindery/model'
import { toFunctionName } from '../assembly/function-name.ts'
import { publishedOutputSchema } from '../assembly/output-schema.ts'
import { parametersSchema } from '../assembly/parameters-schema.ts'
import { callersOf } from './check-together.ts'
import { mostOf, saidOf, takenLeaf } from './inner-binding.ts'
import { toOutputs } from './joined-outputs.ts'
import { nameOfPath } from './need-list.ts'
import type { PlannedGiven, PlannedStep, StepPlan } from './step-plan.ts'

/** The skill of steps in which every rule held: the same bytes for the same input on any machine. */
export function assembleSteps(plan: StepPlan, skills: readonly OperationSkill[]): StepsSkill {
  const { binding } = plan
  const steps = plan.steps.flatMap((planned, at) => {
    const skill = skills[at]
    return skill === undefined ? [] : [toStep(planned, skill)]
  })
  const outputs = toOutputs(plan, skills)
  const parameters = mergeParameters(plan, skills)
  const effect = skills.map((skill) => skill.effect).find(isWrite) ?? 'read'
  return {
    formatVersion: 3,
    effect,
    toolName: binding.toolName,
    functionName: toFunctionName(binding.toolName),
    description: describe(binding, skills),
    parameters,
    outputs,
    parametersSchema: mergeSchemas(parameters, skills),
    outputSchema: publishedOutputSchema({ outputs, effect }),
    policy: mergePolicies(binding, skills),
    messages: binding.messages ?? {},
    egress: steps.flatMap(egressOf),
    sensitivity: valueOutputs(outputs)
      .map((output) => output.sensitivity)
      .reduce(stricter, 'none'),
    steps,
    gives: plan.gives.map(toGiven),
  }
}

function toStep({ step, needs, wires, forEach }: PlannedStep, skill: OperationSkill): SkillStep {
  const wired = new Set(wires.map(({ parameter }) => parameter))
  return {
    id: step.id,
    skill: {
      ...skill,
      parameters: skill.parameters.map((parameter) =>
        wired.has(parameter.name) ? { ...parameter, origin: 'step' } : parameter,
      ),
    },
    ...(step.take === undefined
      ? {}
      : {
          take: {
            how: step.take,
            leaf: takenLeaf,
            max: step.take === 'each' ? mostOf(step.max) : 1,
            more: step.more ?? 'refuse',
            choices: needs.flatMap(({ as, leaf, path }) =>
              as === 'choice' ? [{ leaf, name: nameOfPath(path) }] : [],
            ),
          },
        }),
    wires: distinctWires(wires),
    ...(forEach === undefined ? {} : { forEach }),
  }
}

/** One value may fill several places of a step by one parameter. */
function distinctWires(wires: PlannedStep['wires']): SkillStep['wires'] {
  const known = new Map(
    wires.map(({ parameter, step, leaf, name }) => [parameter, { parameter, step, leaf, name }]),
  )
  return [...known.values()]
}

function toGiven(given: PlannedGiven): StepsGiven {
  if ('each' in given) {
    const { leaf, step, each } = given
    return {
      leaf,
      step,
      each: each.map(({ leaf: name, step: from, of }) => ({ leaf: name, step: from, of })),
    }
  }
  const { leaf, step, of, max } = given
  return { leaf, step, of, ...(max === undefined ? {} : { max }) }
}

/** What callers give, each once; required where one step cannot do without it. */
function mergeParameters({ steps }: StepPlan, skills: readonly OperationSkill[]): readonly SkillParameter[] {
  const merged = new Map<string, SkillParameter>()
  for (const [at, skill] of skills.entries()) {
    for (const parameter of callersOf(skill, steps[at])) {
      const known = merged.get(parameter.name)
      merged.set(parameter.name, known === undefined ? parameter : both(known, parameter))
    }
  }
  return [...merged.values()]
}

const both = (one: SkillParameter, other: SkillParameter): SkillParameter => ({
  ...one,
  required: one.required || other.required,
  nullable: one.nullable && other.nullable,
})

/** The schema of a parameter is the one that the first step that takes it gives it, with the members of its objects. */
function mergeSchemas(parameters: readonly SkillParameter[], skills: readonly OperationSkill[]): JsonObject {
  const schema = parametersSchema(parameters)
  const properties = schema['properties']
  const known = skills.map((skill) => skill.parametersSchema['properties'])
  const merged = Object.keys(isJsonObject(properties) ? properties : {}).map((name) => {
    const own = known.flatMap((one) => (isJsonObject(one) ? (ownProperty(one, name) ?? []) : []))
    return [name, own[0] ?? null] as const
  })
  return { ...schema, properties: objectFrom(merged) }
}

/** What the tool says of itself, and how much of its lists each step looks at. */
function describe(binding: StepsBinding, skills: readonly OperationSkill[]): string {
  const said = saidOf(binding)
  const notes = skills.flatMap(({ description }) => {
    const note = description.slice(said.length).replace(/^\./, '').trim()
    return note === '' ? [] : [note]
  })
  if (notes.length === 0) return said
  return `${said}${/[.!?]$/.test(said) ? '' : '.'} ${[...new Set(notes)].join(' ')}`
}

/** Every gate that one of the steps asks for, over all of them. */
function mergePolicies(binding: StepsBinding, skills: readonly OperationSkill[]): SkillPolicy {
  const policies = skills.map(({ policy }) => policy)
  return {
    requiresConfirmation:
      policies.some(({ requiresConfirmation }) => requiresConfirmation) ||
      binding.requiresHumanApproval === true,
    requiresVerifiedIdentity: policies.some(({ requiresVerifiedIdentity }) => requiresVerifiedIdentity),
    nonParallelizable: policies.some(({ nonParallelizable }) => nonParallelizable),
    ...(binding.rateLimitPerMinute === undefined ? {} : { rateLimitPerMinute: binding.rateLimitPerMinute }),
    ...(binding.requiresHumanApproval === true ? { requiresHumanApproval: true as const } : {}),
    ...(policies.some(({ isRepeatable }) => isRepeatable === true) ? { isRepeatable: true as const } : {}),
    ...(binding.phases === undefined ? {} : { phases: binding.phases }),
    ...(binding.allowedStates === undefined ? {} : { allowedStates: binding.allowedStates }),
    ...(binding.maxSuccessfulCalls === undefined ? {} : { maxSuccessfulCalls: binding.maxSuccessfulCalls }),
    timeoutMs: binding.timeoutMs,
    maxResponseBytes: Math.max(...policies.map(({ maxResponseBytes }) => maxResponseBytes)),
  }
}

/** What goes from one step to another leaves as well, under its own name. */
function egressOf({ skill, wires }: SkillStep): StepsSkill['egress'] {
  return skill.egress.map(({ parameter, argument }) => ({
    parameter: wires.find((wire) => wire.parameter === parameter)?.name ?? parameter,
    argument,
    integration: skill.integration,
  }))
}
