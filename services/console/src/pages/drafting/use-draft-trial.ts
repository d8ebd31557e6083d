import type { AuthoredAnySkill } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import { parametersQuery } from '../../api/bindings.ts'
import { trySteps } from '../../api/steps.ts'
import { typesOf, useTrialOf } from '../editor/use-trial.ts'

/**
 * A try of a draft as it stands, of one operation or of several steps. A read outside of production calls the provider;
 * anything else shows what would be sent. Nothing is sent before `run`.
 */
export function useDraftTrial({ agentId, skill }: DraftToTry) {
  const { binding, isWrite, parametersSchema, requiredParams } = skill
  const canonical = useQuery(parametersQuery)
  const trial = useTrialOf({
    binding,
    isWrite,
    sent: [...typesOf(parametersSchema)].map(([name, jsonType]) => ({
      name,
      jsonType,
      // What a draft was made for is tried with all of it; what only tells records apart is left out.
      isOptional: 'steps' in binding && !requiredParams.includes(name),
    })),
    parameters: canonical.data ?? [],
    modes: ['preview', 'call'],
    call: trySteps(agentId),
  })
  return { ...trial, isCalled: trial.mode === 'call' }
}

export interface DraftToTry {
  readonly agentId: string
  readonly skill: AuthoredAnySkill
}
