import type { AnyBinding, Issue, Result } from '@bindery/model'
import { missingConfig } from './config-values.ts'
import { fillPreset, type PresetPlace } from './fill-preset.ts'
import type { Pack } from './pack.ts'
import type { Preset } from './preset.ts'

/** Whether the catalog of one account has what a preset needs. */
export interface PresetFit {
  readonly preset: Preset
  readonly status: 'supported' | 'unsupported'
  /** Config that it still asks for. */
  readonly missingConfig: readonly string[]
  /** Why it is not supported; else what is worth knowing. */
  readonly issues: readonly Issue[]
}

/** Compiles a binding of either form against the catalog of the account. Findings are the result. */
export type CompilePreset = (
  binding: AnyBinding,
) => Promise<Result<{ readonly warnings: readonly Issue[] }, readonly Issue[]>>

/** What of a pack an account supports, preset by preset. Stores nothing. */
export async function fitPack(
  pack: Pack,
  place: PresetPlace,
  compile: CompilePreset,
): Promise<readonly PresetFit[]> {
  const fits: PresetFit[] = []
  for (const preset of pack.presets) {
    const binding = fillPreset(preset.binding, place)
    const compiled = await compile(binding)
    fits.push({
      preset,
      status: compiled.ok ? 'supported' : 'unsupported',
      missingConfig: missingConfig(binding),
      issues: compiled.ok ? compiled.value.warnings : compiled.failure,
    })
  }
  return fits
}
