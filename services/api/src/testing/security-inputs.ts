import { readFileSync } from 'node:fs'
import { z } from 'zod'

const folder = new URL('../../../../fixtures/security/open/', import.meta.url)

/** The path of a file among the hostile inputs. */
export const securityFile = (name: string): URL => new URL(name, folder)

/** The cases of one file of hostile inputs, read through a schema so that a renamed member fails loudly. */
export function securityCases<Case extends z.ZodType>(file: string, shape: Case): readonly z.output<Case>[] {
  const text = readFileSync(securityFile(file), 'utf8')
  return z.object({ cases: z.array(shape).min(1) }).parse(JSON.parse(text)).cases
}

const Generators = z.object({ builders: z.record(z.string(), z.custom<(options: object) => unknown>()) })

/** A hostile document that is too large to store, made anew. */
export async function buildHostile(
  name: string,
  options: Readonly<Record<string, number>> = {},
): Promise<string> {
  const { builders } = Generators.parse(await import(securityFile('generators.mjs').href))
  return z.string().parse(builders[name]?.(options))
}
