import { type AnyBinding, Binding, PlatformError, StepsBinding } from '@bindery/model'
import { type ConfigValues, fillConfig } from './config-values.ts'
import type { PresetBinding } from './preset-binding.ts'

/** Where a preset is installed, or would be. */
export interface PresetPlace {
  /** Slug of the integration that its steps call. */
  readonly integration: string
  readonly config: ConfigValues
}

/**
 * The binding that a preset is in its place: each step calls the integration there, and config stands where it is asked for; what
 * has no value stays as it is. Throws `validation_error` for a value that does not fit its place.
 */
export function fillPreset(preset: PresetBinding, { integration, config }: PresetPlace): AnyBinding {
  const hasSteps = 'steps' in preset
  const placed = hasSteps
    ? { ...preset, steps: preset.steps.map((step) => ({ ...step, integration })) }
    : preset
  const filled = (hasSteps ? StepsBinding : Binding).safeParse(fillConfig(placed, config))
  if (filled.success) return filled.data
  const places = filled.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw new PlatformError(
    'validation_error',
    `A value of the config does not fit where "${preset.toolName}" puts it. ${places.join(' ')}`,
  )
}
