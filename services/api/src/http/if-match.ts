import { PlatformError } from '@bindery/model'
import type { RawRequest } from './route.ts'

/** The revision in `If-Match`, when there is one. Throws `bad_request` for what is no ETag of ours. */
export function ifMatchOf({ headers }: Pick<RawRequest, 'headers'>): number | undefined {
  const header = headers['if-match']
  if (typeof header !== 'string' || header === '*') return undefined
  const revision = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header)?.[1]
  if (revision === undefined)
    throw new PlatformError('bad_request', 'If-Match must hold the ETag that the agent came with.')
  return Number(revision)
}
