import { z } from 'zod'

/** What the process that makes an archive is told, once: where to read, and the key to seal under. */
export const Task = z.strictObject({
  source: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('server'), url: z.string() }),
    /** The files of an open cluster, and where to copy them to. */
    z.strictObject({ kind: z.literal('files'), from: z.string(), to: z.string() }),
  ]),
  key: z.strictObject({ id: z.string(), key: z.string() }),
  version: z.string(),
})
export type Task = z.output<typeof Task>

/** What a copy begins with, once its files are there. */
export const Label = z.strictObject({ label: z.string() })

/** What that process says; the archive itself is its standard output. */
export const Told = z.discriminatedUnion('told', [
  z.strictObject({ told: z.literal('copied') }),
  z.strictObject({ told: z.literal('failed'), code: z.string(), message: z.string() }),
])
export type Told = z.output<typeof Told>
