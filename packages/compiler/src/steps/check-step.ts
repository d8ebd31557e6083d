import { type Issue, namesChoice, type StepsBinding } from '@bindery/model'
import { removing, setting } from '../rules/fixes.ts'
import { nameOfPath } from './need-list.ts'
import type { PlannedStep } from './step-plan.ts'

type Report = (issue: Issue) => void

/** What can be said of a step without its catalog. */
export function checkStep(planned: PlannedStep, binding: StepsBinding, report: Report): void {
  checkTake(planned, report)
  checkMembers(planned, report)
  checkChoice(planned, report)
  checkUse(planned, binding, report)
}

/** `each_nested`, `take_order`: rows that fan out do so once, and a first has an order. */
function checkTake({ step, at, forEach }: PlannedStep, report: Report): void {
  const path = ['steps', at, 'take']
  if (step.take === 'each' && forEach !== undefined) {
    const message = `"${step.id}" runs for every row of "${forEach}" already: rows fan out once.`
    report({ code: 'each_nested', severity: 'error', path, message })
  }
  if (step.take === 'first' && step.orderBy === undefined) {
    report({
      code: 'take_order',
      severity: 'error',
      path,
      message: `"${step.id}" takes the first of its rows: say in which order, with "orderBy".`,
      fixes: [setting('Take the only one instead', path, 'one')],
    })
  }
  if (step.take !== undefined && step.aggregate !== undefined) {
    report({
      code: 'take_unsupported',
      severity: 'error',
      path,
      message: 'What is counted has no rows to take: leave "take" out.',
      fixes: [removing('Remove "take"', path)],
    })
  }
}

/** `take_unsupported`: members that mean something only beside a certain `take`. */
function checkMembers({ step, at }: PlannedStep, report: Report): void {
  const isChoosing = step.take === 'one' || step.take === 'optional'
  const wants = [
    {
      member: 'distinguishBy',
      isGiven: step.distinguishBy !== undefined,
      fits: isChoosing,
      take: '"one" or "optional"',
    },
    { member: 'max', isGiven: step.max !== undefined, fits: step.take === 'each', take: '"each"' },
    { member: 'more', isGiven: step.more !== undefined, fits: step.take === 'each', take: '"each"' },
  ]
  for (const { member, isGiven, fits, take } of wants) {
    if (!isGiven || fits) continue
    const path = ['steps', at, member]
    const message = `"${member}" says something of a step that takes ${take}.`
    report({
      code: 'take_unsupported',
      severity: 'error',
      path,
      message,
      fixes: [removing(`Remove "${member}"`, path)],
    })
  }
}

/** `choice_missing`: who is shown several must be able to name one of them in a second call. */
function checkChoice({ step, at, needs }: PlannedStep, report: Report): void {
  const choices = needs.filter((need) => need.as === 'choice')
  if (choices.length === 0) return
  const optional = optionalNames(step)
  if (choices.some(({ path }) => optional.some((name) => namesChoice(name, nameOfPath(path))))) return
  const names = choices.map(({ path }) => `"${nameOfPath(path)}"`).join(' or ')
  report({
    code: 'choice_missing',
    severity: 'error',
    path: ['steps', at, 'distinguishBy'],
    message: `An agent is shown ${names} of several rows and has no parameter to choose by: add an optional input or condition for it.`,
  })
}

/** Parameters that a call may leave out, with the places that they fill. */
function optionalNames({ inputs, where = [] }: PlannedStep['step']): readonly string[] {
  const given = inputs.filter(({ required, param }) => required !== true && param !== undefined)
  const conditions = where.flatMap((condition) => ('anyOf' in condition ? [] : [condition]))
  const left = conditions.filter(({ optional, param }) => optional === true && param !== undefined)
  return [
    ...given.flatMap(({ param = '', argument }) => [param, argument]),
    ...left.flatMap(({ param = '', field, argument }) => [param, field ?? '', argument ?? '']),
  ]
}

/** `step_unused`: a step that gives nothing to anybody is hardly meant. Of the last one the rules of any binding say so. */
function checkUse({ step, at, needs }: PlannedStep, { steps }: StepsBinding, report: Report): void {
  const isLast = at === steps.length - 1
  if (needs.some(({ as }) => as !== 'choice') || (isLast && step.take === undefined)) return
  report({
    code: 'step_unused',
    severity: 'error',
    path: ['steps', at],
    message: `Nothing is taken of "${step.id}": no later step and no output names a value of it.`,
    fixes: [removing(`Remove the step "${step.id}"`, ['steps', at])],
  })
}
