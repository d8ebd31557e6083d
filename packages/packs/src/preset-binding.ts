import { Binding, isJsonObject, mostSteps, Step, StepsBinding } from '@bindery/model'
import { z } from 'zod'

/** A step of a preset. It names no provider: it calls the one that its pack is installed for, whatever the slug of that is. */
export const PresetStep = z.strictObject(Step.omit({ integration: true }).shape, {
  error: ({ code, keys }) =>
    code === 'unrecognized_keys' && Array.isArray(keys) && keys.includes('integration')
      ? 'A step of a preset calls the provider that its pack is installed for: leave "integration" out.'
      : undefined,
})

const PresetSteps = StepsBinding.extend({ steps: z.array(PresetStep).min(1).max(mostSteps) })

/** What a preset is compiled from once it is known where: one operation, or several steps of one provider. */
export type PresetBinding = Binding | z.output<typeof PresetSteps>

/** Reads a preset's binding of either form. Issues are those of the form that was meant. */
export const PresetBinding = z.json().transform((written, context): PresetBinding => {
  const form = isJsonObject(written) && 'steps' in written ? PresetSteps : Binding
  const parsed = form.safeParse(written)
  if (parsed.success) return parsed.data
  for (const { path, message } of parsed.error.issues) {
    context.addIssue({ code: 'custom', path: [...path], message })
  }
  return z.NEVER
})

/** The operations that a preset calls, in order; only the last may write. */
export const calledOperations = (binding: PresetBinding): readonly string[] =>
  'steps' in binding ? binding.steps.map(({ operation }) => operation) : [binding.operation]
