import type { ComparedValues, JsonObject, PagesToRead, PlannedCall, OperationSkill } from '@bindery/model'
import { wholeLists } from './whole-lists.ts'

/** What a call gives: arguments that are sent, and what conditions compare with. */
export interface CallValues {
  readonly args: JsonObject
  readonly compared: ComparedValues | undefined
}

/** The call of a skill with these arguments, as its adapter takes it. */
export function planCall(
  skill: OperationSkill,
  { args, compared }: CallValues,
  idempotencyKey?: string,
): PlannedCall {
  const lists = wholeLists(skill)
  return {
    operation: skill.operation,
    effect: skill.effect,
    plan: skill.plan,
    arguments: args,
    maxResponseBytes: skill.policy.maxResponseBytes,
    // What is tested on rows is no affair of the provider.
    ...(compared === undefined || isTestedHere(skill) ? {} : { compared }),
    ...(lists.length === 0 ? {} : { lists }),
    ...pagesOf(skill),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  }
}

const isTestedHere = ({ assignments }: OperationSkill): boolean =>
  assignments.some(({ condition }) => condition?.tested !== undefined)

/** One page is read as every answer is. */
function pagesOf({ reading }: OperationSkill): { readonly pages?: PagesToRead } {
  const most = reading?.pages
  if (reading === undefined || most === undefined || most === 1) return {}
  const rows = reading.rows.flatMap((step) => (step.kind === 'field' ? [step.name] : []))
  return { pages: { rows, most } }
}

/** The same call with something asked before each page but the first. */
export const admitting = (call: PlannedCall, admit: () => Promise<void>): PlannedCall =>
  call.pages === undefined ? call : { ...call, pages: { ...call.pages, admit } }

/** The same call for the first page alone: of a kept answer there is no other. */
export function ofOnePage({ pages: _pages, ...call }: PlannedCall): PlannedCall {
  return call
}
