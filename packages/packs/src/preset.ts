import { Binding, effects } from '@bindery/model'
import { z } from 'zod'

/** One curated binding. `important` ones are provisioned when nobody says which. */
export const Preset = z.strictObject({
  slug: z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'Expected a snake_case name'),
  important: z.boolean(),
  effect: z.enum(effects).describe('What the operation does; held against the catalog by the tests'),
  binding: Binding,
})
export type Preset = z.output<typeof Preset>

export const Presets = z.array(Preset).min(1).max(100)
