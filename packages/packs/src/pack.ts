import type { Guidance } from './guidance.ts'
import type { PackManifest } from './manifest.ts'
import type { Preset } from './preset.ts'

/** A curated set of bindings for one provider. Its id is the name of its folder. */
export interface Pack {
  readonly id: string
  readonly manifest: PackManifest
  readonly presets: readonly Preset[]
  readonly guidance: Guidance
}

/** The files of a pack's folder, by name, as they were written. */
export interface PackFiles {
  readonly 'manifest.json': string | undefined
  readonly 'presets.json': string | undefined
  readonly 'guidance.json': string | undefined
}

export const packFileNames = ['manifest.json', 'presets.json', 'guidance.json'] as const
