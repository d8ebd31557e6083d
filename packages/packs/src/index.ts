export { checkPack } from './check-pack.ts'
export { compareVersions } from './compare-versions.ts'
export { type ConfigValues, missingConfig } from './config-values.ts'
export { describeParameters } from './describe-parameters.ts'
export { Exchange, Exchanges } from './exchange.ts'
export { fillPreset, type PresetPlace } from './fill-preset.ts'
export { Guidance } from './guidance.ts'
export { FormField, PackManifest } from './manifest.ts'
export { openCatalogue, type PackCatalogue, readPackFixture, standardCatalogue } from './open-catalogue.ts'
export type { Pack, PackFiles } from './pack.ts'
export { Preset } from './preset.ts'
export { calledOperations, PresetBinding } from './preset-binding.ts'
export { type CompilePreset, fitPack, type PresetFit } from './fit-pack.ts'
export {
  type BindingMerge,
  type BindingVersions,
  mergeBindings,
  type MergeConflict,
} from './merge-bindings.ts'
