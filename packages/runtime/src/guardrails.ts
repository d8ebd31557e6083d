import type { Guardrail } from '@bindery/model'
import type { RunnableSkill } from './ports.ts'

type Policy<Type extends Guardrail['policyType']> = Extract<Guardrail, { readonly policyType: Type }>

/** The guardrails of one kind that hold for a skill. */
export function guardrailsOf<Type extends Guardrail['policyType']>(
  runnable: RunnableSkill,
  type: Type,
): readonly Policy<Type>[] {
  const isOfType = (guardrail: Guardrail): guardrail is Policy<Type> => guardrail.policyType === type
  return (runnable.guardrails ?? []).filter(isOfType)
}
