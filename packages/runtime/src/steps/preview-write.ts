import {
  fingerprint,
  type Json,
  type JsonObject,
  type PlatformError,
  type ReadAhead,
  type SkillStep,
  type StepsSkill,
} from '@bindery/model'
import type { GateContext } from '../gate.ts'
import type { PreparedStep } from '../prepare-skill.ts'
import { previewCall } from '../preview-call.ts'
import { toPlatformError } from '../to-platform-error.ts'
import type { FoundSteps } from './found-steps.ts'
import { isGuarded } from './guarded-write.ts'
import { ofStep } from './of-step.ts'
import { quietStep } from './step-outcome.ts'
import { ownOutputs } from './own-outputs.ts'
import { previewStep } from './preview-run.ts'

/** What the steps before a write found, and since when: nothing that changed after that is certain to be in it. */
export interface ReadSteps {
  readonly found: FoundSteps
  readonly readAt: Date
}

export interface ShownWrite {
  /** What was read and whether it is checked again, as a sentence for the person who decides. */
  readonly told: string
  /** For whoever asked: values of other steps stand as typed places, unless the skill shows them anyway. */
  readonly preview: Json
  readonly ahead: ReadAhead
  readonly aheadHash: string
}

/**
 * What the write of a skill would send, made of what its other steps found, in two forms: as the agent may see it, and whole.
 * Throws as `previewCall` does, and ends the call as `not_found` where a value that the write needs is missing.
 */
export async function previewWrite(
  context: GateContext,
  { found, readAt: since }: ReadSteps,
): Promise<ShownWrite> {
  const { prepared, params } = context
  if (prepared.steps === undefined) throw new TypeError('Only a skill of several steps reads ahead.')
  const last = prepared.steps.at(-1)
  if (last === undefined) throw new TypeError('A skill of steps has some.')
  const given = last.readParams(params, found, undefined)
  if (given.status !== 'ready') throw nothingToWrite(last)
  const request = await previewCall({ ...context, params: given.params }, last.operation).catch(
    (cause: unknown) => {
      throw ofStep(last.step, toPlatformError(cause))
    },
  )
  const readAt = since.toISOString()
  const ahead: ReadAhead = { readAt, found: found.toJson(), request }
  const shown = last.step.wires
    .filter((wire) => isShown(wire, prepared.skill))
    .map(({ parameter }) => parameter)
  const preview: Json = {
    kind: 'steps',
    steps: [
      ...prepared.steps.slice(0, -1).map(({ step }): Json => ({ ...headOf(step), readAt })),
      await previewStep(context, last, (parameter) =>
        shown.includes(parameter) ? given.params[parameter] : undefined,
      ),
    ],
    ...(isGuarded(last.step)
      ? {}
      : { note: `Read at ${readAt}, and not checked again when it is carried out.` }),
  }
  return { told: toldOf(prepared.skill, readAt), preview, ahead, aheadHash: fingerprint(ahead) }
}

function toldOf({ steps }: StepsSkill, readAt: string): string {
  const last = steps.at(-1)
  const from = [...new Set(steps.slice(0, -1).map(({ skill }) => skill.integration))].join(', ')
  const check =
    last !== undefined && isGuarded(last) ? 'its conditions are checked again' : 'it is not checked again'
  return `It is made of what was read at ${readAt} (${from}); ${check} when it is carried out.`
}

const headOf = ({ id, skill }: SkillStep): JsonObject => ({
  step: id,
  integration: skill.integration,
  operation: skill.operation,
})

/** Whether agents get the very value as an output. */
function isShown({ step: id, leaf }: SkillStep['wires'][number], { steps, gives }: StepsSkill): boolean {
  const step = steps.find((other) => other.id === id)
  if (step === undefined) return false
  const outputs = ownOutputs(step)
  const own = outputs.find((output) => output.leaf === leaf)
  const given = new Set(gives.flatMap((one) => ('of' in one && one.step === id ? [one.of] : [])))
  return outputs.some(
    (output) =>
      given.has(output.leaf) &&
      output.kind === 'value' &&
      output.transform === undefined &&
      JSON.stringify(output.path) === JSON.stringify(own?.path),
  )
}

function nothingToWrite({ step }: PreparedStep): PlatformError {
  return quietStep('not_found', { step: step.id }, `What step "${step.id}" needs was found without a value.`)
}
