import { effects } from '@bindery/model'
import { z } from 'zod'
import { PresetBinding } from './preset-binding.ts'

/** One curated binding. `important` ones are provisioned when nobody says which. */
export const Preset = z.strictObject({
  slug: z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'Expected a snake_case name'),
  important: z.boolean(),
  effect: z
    .enum(effects)
    .describe('What the operation does, of several steps the last; held against the catalog by the tests'),
  binding: PresetBinding,
})
export type Preset = z.output<typeof Preset>

export const Presets = z.array(Preset).min(1).max(100)
