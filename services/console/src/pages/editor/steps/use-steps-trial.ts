import { useQueries, useQuery } from '@tanstack/react-query'
import { parametersQuery } from '../../../api/bindings.ts'
import { operationQuery } from '../../../api/catalog.ts'
import { trySteps } from '../../../api/steps.ts'
import { t } from '../../../text/translate.ts'
import { isRecord } from '../binding-shape.ts'
import { typesOf, useTrialOf } from '../use-trial.ts'
import { useSteps } from './steps-context.tsx'

const isText = (value: unknown): value is string => typeof value === 'string'

/** A try of the steps as they stand; what a call gives is known once they fit. */
export function useStepsTrial() {
  const { agentId, draft, validation } = useSteps()
  const { binding } = draft
  const canonical = useQuery(parametersQuery)
  const operations = useQueries({
    queries: binding.steps.map(({ integration, operation }) => operationQuery(integration, operation)),
  })
  const schema: unknown = validation?.compiled?.parametersSchema
  const needed: unknown = isRecord(schema) ? schema['required'] : undefined
  const required = Array.isArray(needed) ? needed.filter(isText) : []
  const trial = useTrialOf({
    binding,
    isWrite: operations.some(({ data }) => data?.isWrite === true),
    sent: [...typesOf(isRecord(schema) ? schema : undefined)].map(([name, jsonType]) => ({
      name,
      jsonType,
      isOptional: !required.includes(name),
    })),
    parameters: canonical.data ?? [],
    modes: ['preview', 'call'],
    call: trySteps(agentId),
  })
  return binding.steps.length === 0 ? { ...trial, refusal: t('steps.addFirst') } : trial
}
