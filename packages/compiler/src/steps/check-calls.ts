import type { Issue, OperationSkill } from '@bindery/model'
import { mostOf } from './inner-binding.ts'
import type { PlannedStep, StepPlan } from './step-plan.ts'

/** Requests that one call of a skill may make. */
const calls = { warnAbove: 20, refuseAbove: 100 } as const

/** Time that each of the calls that follow one another should have, in ms. */
const fewestMs = 300

/** Runs of one step that go on side by side. */
const sideBySide = 4

/** `budget_calls`, `budget_latency`: what one call costs the providers at worst, and whether its deadline can be kept. */
export function checkCalls(
  { binding, steps }: StepPlan,
  skills: readonly OperationSkill[],
): readonly Issue[] {
  const worst = steps.map((planned, at) => costOf(planned, { steps, skill: skills[at] }))
  const requests = worst.reduce((sum, cost) => sum + cost.runs * cost.pages, 0)
  const inTurn = worst.reduce((sum, cost) => sum + Math.ceil(cost.runs / sideBySide) * cost.pages, 0)
  const each = Math.floor(binding.timeoutMs / inTurn)
  return [...judgeRequests(requests), ...(each < fewestMs ? [tooLate(inTurn, each)] : [])]
}

interface Cost {
  readonly runs: number
  readonly pages: number
}

function costOf(
  { forEach }: PlannedStep,
  { steps, skill }: { readonly steps: readonly PlannedStep[]; readonly skill: OperationSkill | undefined },
): Cost {
  const source = steps.find(({ step }) => step.id === forEach)
  return { runs: source === undefined ? 1 : mostOf(source.step.max), pages: skill?.reading?.pages ?? 1 }
}

function judgeRequests(requests: number): readonly Issue[] {
  if (requests <= calls.warnAbove) return []
  const severity = requests > calls.refuseAbove ? 'error' : 'warning'
  const most = severity === 'error' ? calls.refuseAbove : calls.warnAbove
  const message = `One call makes up to ${requests} requests; keep it under ${most}. Take fewer rows of "each", or read fewer pages.`
  return [{ code: 'budget_calls', severity, path: ['steps'], message }]
}

function tooLate(inTurn: number, each: number): Issue {
  const message = `Up to ${inTurn} requests follow one another, which leaves ${each} ms for each before the deadline. Raise "timeoutMs".`
  return { code: 'budget_latency', severity: 'warning', path: ['timeoutMs'], message }
}
