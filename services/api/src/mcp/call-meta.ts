import { environments, JsonValue, type PlatformError } from '@bindery/model'
import { z } from 'zod'
import { toValidationError } from '@bindery/platform/kernel'

/** What a client may say about a call besides its arguments, in `_meta`; each name may be written `bindery/name` too. */
const CallMeta = z.object({
  conversationId: z.string().min(1).max(200).optional(),
  idempotencyKey: z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/, 'Expected 1 to 200 visible ASCII characters')
    .optional(),
  epoch: z.int().min(0).optional(),
  verificationToken: z.string().max(2_000).optional(),
  confirmationId: z.string().min(1).max(64).optional(),
  environment: z.enum(environments).optional(),
  phase: z.string().max(100).optional(),
  state: z.string().max(100).optional(),
  context: z.record(z.string(), JsonValue).optional(),
})
export type CallMeta = z.output<typeof CallMeta>

const prefix = 'bindery/'

/** Reads `_meta`; what it says besides is for others. Throws `validation_error` naming every member that is wrong. */
export function readCallMeta(meta: Readonly<Record<string, unknown>> | undefined): CallMeta {
  const own = Object.entries(meta ?? {}).filter(([name]) => name.startsWith(prefix))
  const named = own.map(([name, value]) => [name.slice(prefix.length), value] as const)
  const parsed = CallMeta.safeParse({ ...meta, ...Object.fromEntries(named) })
  if (parsed.success) return parsed.data
  throw inMeta(parsed.error)
}

function inMeta(error: z.ZodError): PlatformError {
  return toValidationError(error.issues.map((issue) => ({ ...issue, path: ['_meta', ...issue.path] })))
}
