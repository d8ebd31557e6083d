import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** The cases of one file of hostile inputs, read through a schema so that a renamed member fails loudly. */
export function securityCases<Case extends z.ZodType>(file: string, shape: Case): readonly z.output<Case>[] {
  const text = readFileSync(new URL(file, securityFolder), 'utf8')
  return z.object({ cases: z.array(shape).min(1) }).parse(JSON.parse(text)).cases
}

/** Where the hostile inputs and the hostile provider are. */
export const securityFolder = new URL('../../../../fixtures/security/open/', import.meta.url)
