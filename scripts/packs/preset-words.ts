import type { Pack } from '../../packages/packs/src/index.ts'

/** Every name that the presets of a pack use, in paths, targets and expressions. */
export function presetWords(pack: Pack): ReadonlySet<string> {
  const words = new Set<string>()
  const add = (text: string): void => {
    for (const word of text.split(/[^A-Za-z0-9_$@-]+/)) if (word !== '') words.add(word)
  }
  for (const { binding } of pack.presets) {
    for (const { argument, transform = '' } of binding.inputs) [argument, transform].forEach(add)
    for (const { field, transform = '', const: constant } of binding.inputObjectMap) {
      ;[field, transform, JSON.stringify(constant ?? '')].forEach(add)
    }
    for (const { path, transform = '', fields = [] } of binding.projection) {
      ;[String(path), transform].forEach(add)
      for (const field of fields) [String(field.path), field.transform ?? ''].forEach(add)
    }
  }
  return words
}
