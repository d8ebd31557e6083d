import { PlatformError } from '@bindery/model'

/** Steps of a detection, in the order in which it can fail. */
export const detectionSteps = ['address', 'fetch', 'read', 'recognise'] as const
export type DetectionStep = (typeof detectionSteps)[number]

const waysOut: Readonly<Record<DetectionStep, string>> = {
  address: 'Give an address that this server may reach, or paste the description itself.',
  fetch: 'Give the address of the description itself, or download it and paste it.',
  read: 'Mend the description, or cut it down to the operations that you need.',
  recognise:
    'Give an OpenAPI or GraphQL description, the address of one or of a GraphQL or MCP server, or the DSN of a database.',
}

/** What stopped a detection, in words of ours, and what to do instead. */
export function failedAt(step: DetectionStep, error: PlatformError): PlatformError {
  const isOutside = step === 'address' || step === 'fetch'
  const { reason = error.code, upstreamStatus } = error.details
  return new PlatformError(
    isOutside ? 'integration_connection_failed' : 'document_unreadable',
    `${error.message} ${waysOut[step]}`,
    { cause: error, reason, members: { step }, ...(upstreamStatus === undefined ? {} : { upstreamStatus }) },
  )
}

/** Failures that say nothing of what was given: the server is busy, or has a defect. */
export const isOwnFailure = (error: PlatformError): boolean =>
  error.code === 'overloaded' || error.code === 'internal_error' || error.code === 'discovery_cancelled'

/** Does a step; throws what stopped it as `failedAt` says. */
export async function atStep<Value>(step: DetectionStep, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof PlatformError) || isOwnFailure(error)) throw error
    throw failedAt(step, error)
  }
}
