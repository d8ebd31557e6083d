import type { Guardrail } from '@bindery/model'
import type { RunnableSkill } from './ports.ts'

type Policy<Type extends Guardrail['policyType']> = Extract<Guardrail, { readonly policyType: Type }>

/** Whatever knows the guardrails of an agent that hold for it. */
export type GuardedAgent = Pick<RunnableSkill, 'guardrails'>

/** The guardrails of one kind that hold for a skill. */
export function guardrailsOf<Type extends Guardrail['policyType']>(
  runnable: GuardedAgent,
  type: Type,
): readonly Policy<Type>[] {
  const isOfType = (guardrail: Guardrail): guardrail is Policy<Type> => guardrail.policyType === type
  return (runnable.guardrails ?? []).filter(isOfType)
}
