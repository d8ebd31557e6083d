import { z } from 'zod'

const name = z.string().regex(/^[_A-Za-z][_0-9A-Za-z]*$/)
/** Type words: a name in lists and non-null marks. Written into documents as they are. */
const typeWords = z.string().regex(/^\[*[_A-Za-z][_0-9A-Za-z]*[\]!]*$/)

/** What an operation needs to be called, besides the objects of the catalog: `Operation.call` of this source kind. */
export const Call = z.strictObject({
  root: z.enum(['query', 'mutation']),
  field: name,
  /** The provider's type of each argument, by the name that it has on both sides. */
  arguments: z.array(z.strictObject({ name, type: typeWords })),
  /** Fields of the answer that list errors, with what is asked of each entry. */
  errorChannels: z.array(z.strictObject({ field: name, select: z.array(name) })),
})
export type Call = z.infer<typeof Call>
