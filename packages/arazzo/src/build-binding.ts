import { Binding, mostSteps, type Step, StepsBinding } from '@bindery/model'
import type { z } from 'zod'
import { extensionName, WorkflowExtension } from './bindery-extension.ts'
import { buildInputs, type Building } from './build-inputs.ts'
import { buildOutputs } from './build-outputs.ts'
import type { Place } from './findings.ts'
import type { CallStep } from './read-step.ts'
import type { DraftedWorkflow } from './drafted-workflow.ts'

/** A binding with the providers that it calls; never enabled. */
export type AuthoredWorkflow =
  | { readonly form: 'steps'; readonly binding: StepsBinding }
  | { readonly form: 'operation'; readonly integration: string; readonly binding: Binding }

/** The binding of a workflow; undefined, and an issue, where it is none of any form. */
export function buildBinding(
  drafted: DraftedWorkflow,
  { inputs, findings }: Pick<Building, 'inputs' | 'findings'>,
): AuthoredWorkflow | undefined {
  const { steps, path, extension } = drafted
  const building: Building = { inputs, findings, steps: new Map(steps.map((step) => [step.id, step])) }
  const [only] = steps
  if (only === undefined) return undefined
  if (steps.length > mostSteps) {
    const message = `The workflow calls ${steps.length} operations; a skill has at most ${mostSteps} steps.`
    findings.error('steps_too_many', [...path, 'steps'], message)
    return undefined
  }
  const isOne = steps.length === 1 && only.extension?.take === undefined && extension?.form !== 'steps'
  return isOne ? buildOperation(only, drafted, building) : buildSteps(drafted, building)
}

function buildSteps(drafted: DraftedWorkflow, building: Building): AuthoredWorkflow | undefined {
  const steps = drafted.steps.map((step): z.input<typeof Step> => {
    const { inputs: _inputs, inputObjectMap: _fields, ...rest } = step.extension ?? {}
    return {
      id: step.id,
      integration: step.called.source.integration,
      operation: step.called.operation.name,
      ...rest,
      ...buildInputs(step, building),
    }
  })
  const projection = buildOutputs(drafted, 'steps', building)
  const authored = { ...settingsOf(drafted, building), steps, projection }
  const binding = hold(StepsBinding, authored, { path: drafted.path, building })
  return binding === undefined ? undefined : { form: 'steps', binding }
}

function buildOperation(
  step: CallStep,
  drafted: DraftedWorkflow,
  building: Building,
): AuthoredWorkflow | undefined {
  const { where, orderBy, aggregate, rows, pages, acceptScan } = step.extension ?? {}
  const authored = {
    operation: step.called.operation.name,
    ...settingsOf(drafted, building),
    where,
    orderBy,
    aggregate,
    rows,
    pages,
    acceptScan,
    ...buildInputs(step, building),
    projection: buildOutputs(drafted, 'operation', building),
  }
  const binding = hold(Binding, authored, { path: drafted.path, building })
  return binding === undefined
    ? undefined
    : { form: 'operation', integration: step.called.source.integration, binding }
}

const nothingSaid = WorkflowExtension.parse({})

/** What is said of the whole. */
function settingsOf(
  { toolName, description, extension, steps, path }: DraftedWorkflow,
  { findings }: Building,
) {
  const { form: _form, projection: _outputs, toolName: _name, ...rest } = extension ?? nothingSaid
  const timeouts = steps.flatMap(({ timeoutMs }) => timeoutMs ?? [])
  const whole = timeouts.reduce((sum, timeoutMs) => sum + timeoutMs, 0)
  if (timeouts.length > 0 && rest.timeoutMs === undefined)
    findings.info('timeout_whole', path, `A skill has one deadline for all of its steps: ${whole} ms.`)
  const { allowSensitive = [] } = rest
  if (allowSensitive.length > 0)
    findings.warning(
      'agreed_in_document',
      [...path, extensionName, 'allowSensitive'],
      `The document itself agrees to what is above class "contact": ${allowSensitive.join(', ')}. Look at it before you enable the skill.`,
    )
  const timeoutMs = rest.timeoutMs ?? (timeouts.length === 0 ? undefined : whole)
  return {
    ...rest,
    timeoutMs,
    toolName,
    ...(description === undefined ? {} : { description }),
    enabled: false,
  }
}

/** A document may say more than a binding has room for. */
function hold<Schema extends z.ZodType>(
  schema: Schema,
  authored: unknown,
  { path, building }: { readonly path: Place; readonly building: Building },
): z.output<Schema> | undefined {
  const parsed = schema.safeParse(authored)
  if (parsed.success) return parsed.data
  for (const { path: place, message } of parsed.error.issues) {
    const where = place.map(String).join('.')
    building.findings.error(
      'binding_bounds',
      path,
      `The draft would be no binding, at "${where}": ${message}`,
    )
  }
  return undefined
}
