import {
  type Binding,
  failure,
  type Issue,
  type OperationSkill,
  type Result,
  type StepsBinding,
  type StepsSkill,
  success,
} from '@bindery/model'
import { deepFreeze } from '../assembly/deep-freeze.ts'
import { checkBudgets } from '../assembly/budgets.ts'
import { compile } from '../compile.ts'
import type { CompileInput } from '../compile-input.ts'
import { viewCatalog } from '../resolution/catalog-view.ts'
import { assembleSteps } from './assemble-steps.ts'
import { checkCalls } from './check-calls.ts'
import { checkTogether } from './check-together.ts'
import { findRows } from './find-rows.ts'
import { innerBinding } from './inner-binding.ts'
import { toOuterIssues } from './outer-issues.ts'
import { planSteps } from './plan-steps.ts'
import type { PlannedStep, StepPlan } from './step-plan.ts'

/** What one step depends on, as of a binding that is the step alone. */
export type StepCompileInput = Omit<CompileInput, 'binding'>

/** A step as whoever loads its catalog needs it. */
export interface StepToLoad {
  readonly integration: string
  /** What of the catalog it names. */
  readonly binding: Binding
  /** It takes rows of a list that only its answer can tell. */
  readonly reach: 'paths' | 'whole_answer'
}

export interface CompiledSteps {
  readonly skill: StepsSkill
  readonly warnings: readonly Issue[]
}

/** The steps of a binding, in order, with what of their catalogs they name. */
export function stepsToLoad(binding: StepsBinding): readonly StepToLoad[] {
  return planSteps(binding).steps.map((planned) => ({
    integration: planned.step.integration,
    binding: innerBinding(planned, binding, planned.step.rows ?? '$'),
    reach: planned.step.take !== undefined && planned.step.rows === undefined ? 'whole_answer' : 'paths',
  }))
}

/**
 * Checks a binding of several steps and freezes it into one skill, or says everything that is wrong with it at once: each step
 * is checked as the binding that it would be alone, and then what goes from one to another. `inputs` are those of the steps,
 * in their order. Never throws on authored input; the same input gives the same bytes.
 */
export function compileSteps(
  binding: StepsBinding,
  inputs: readonly StepCompileInput[],
): Result<CompiledSteps, readonly Issue[]> {
  const plan = planSteps(binding)
  const compiled = plan.steps.map((planned, at) => compileStep(plan, planned, inputs[at]))
  const issues = distinct([...plan.issues, ...compiled.flatMap((step) => step.issues)])
  const skills = compiled.flatMap(({ skill }) => skill ?? [])
  if (skills.length < compiled.length || issues.some(isError)) return failure(deepFreeze(issues))
  const all = [...issues, ...checkTogether(plan, skills), ...checkCalls(plan, skills)]
  if (all.some(isError)) return failure(deepFreeze(all))
  const skill = assembleSteps(plan, skills)
  const found = [...all, ...checkBudgets(skill)]
  return found.some(isError)
    ? failure(deepFreeze(found))
    : success(deepFreeze({ skill: structuredClone(skill), warnings: found }))
}

interface CompiledStep {
  readonly skill?: OperationSkill
  readonly issues: readonly Issue[]
}

function compileStep(
  { binding }: StepPlan,
  planned: PlannedStep,
  input: StepCompileInput | undefined,
): CompiledStep {
  if (input === undefined) throw new TypeError('Every step needs what it is compiled against.')
  const view = viewCatalog(input.catalog, input.scoping, input.statistics)
  const rows = findRows(planned, view.index.operation(planned.step.operation), view)
  if (!rows.ok) return { issues: [rows.failure] }
  const result = compile({ ...input, binding: innerBinding(planned, binding, rows.value) })
  return result.ok
    ? { skill: result.value.skill, issues: toOuterIssues(planned, saidOfStep(planned, result.value)) }
    : { issues: toOuterIssues(planned, result.failure) }
}

/**
 * What is said of a step. One that goes on with the only row, found by what must be given, ends where there are several: what may
 * be left out tells them apart, and leaving it out shows nobody the rows of others.
 */
function saidOfStep({ step }: PlannedStep, { skill, warnings }: Compiled): readonly Issue[] {
  const takesOnly = step.take === 'one' || step.take === 'optional'
  const isFound = takesOnly && skill.parameters.some(({ required }) => required)
  return isFound ? warnings.filter(({ code }) => code !== 'optional_identity') : warnings
}

type Compiled = Extract<ReturnType<typeof compile>, { readonly ok: true }>['value']

const isError = (issue: Issue): boolean => issue.severity === 'error'

/** What is wrong with a member of the whole is found once for every step. */
function distinct(issues: readonly Issue[]): readonly Issue[] {
  const seen = new Map(
    issues.map((issue) => [JSON.stringify([issue.code, issue.path, issue.message]), issue]),
  )
  return [...seen.values()]
}
