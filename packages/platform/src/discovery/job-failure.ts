import { isErrorCode, type JsonObject, PlatformError } from '@bindery/model'
import { z } from 'zod'

const Failure = z.object({
  code: z.string(),
  detail: z.string(),
  reason: z.string().optional(),
  upstreamStatus: z.int().optional(),
  remedy: z.object({ does: z.string(), of: z.record(z.string(), z.string()) }).optional(),
})

/** The stored problem of a job as the error that it was. */
export function failureOf(outcome: JsonObject): PlatformError {
  const { code, detail, reason, upstreamStatus, remedy } = Failure.parse(outcome)
  const details = {
    ...(reason === undefined ? {} : { reason }),
    ...(upstreamStatus === undefined ? {} : { upstreamStatus }),
    ...(remedy === undefined ? {} : { remedy }),
  }
  return new PlatformError(isErrorCode(code) ? code : 'internal_error', detail, details)
}
