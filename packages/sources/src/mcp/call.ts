import { z } from 'zod'

/** What a tool is called by: `Operation.call` of this source kind. */
export const Call = z.strictObject({
  tool: z.string(),
  /**
   * Fingerprint of the whole definition as the server gave it: name, texts, schemas, annotations. It goes into the plan, so
   * a server that redefines a tool after approval makes its skills stale at the next discovery.
   */
  definition: z.string(),
  /** `fields`: each argument is a member of the tool's arguments; `whole`: the one argument is all of them. */
  input: z.enum(['fields', 'whole']),
  /** `structured`: by the tool's output schema; `text`: what it says, as one text. */
  answer: z.enum(['structured', 'text']),
})
export type Call = z.infer<typeof Call>
