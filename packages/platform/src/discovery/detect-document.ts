import { type Connection, PlatformError, type SourceDocument } from '@bindery/model'
import { kindsFoundIn } from '@bindery/sources'
import type { Needs } from '../kernel/needs.ts'
import { failedAt, isOwnFailure } from './detection-step.ts'
import { type ReadHead, readHead } from './read-head.ts'

export interface FoundSource extends ReadHead {
  readonly source: string
}

/**
 * Has every kind that a document may be of read it, until one does. Throws `document_unreadable` at step `read` for one that
 * is broken or too large, at step `recognise` for one that is of no kind.
 */
export async function detectDocument(
  services: Needs<'children'>,
  document: SourceDocument,
  signal: AbortSignal,
): Promise<FoundSource> {
  const connection = holding(document)
  const refusals: PlatformError[] = []
  for (const source of kindsFoundIn('document')) {
    try {
      return { source, ...(await readHead(services, { source, connection, signal })) }
    } catch (error) {
      if (!(error instanceof PlatformError) || isOwnFailure(error)) throw error
      if (endsSearch(error)) throw failedAt('read', error)
      refusals.push(error)
    }
  }
  throw unrecognised(refusals)
}

/** A connection that hands out a document and leads nowhere. */
function holding(document: SourceDocument): Connection {
  const nowhere = () =>
    Promise.reject(
      new PlatformError('integration_connection_failed', 'A document that was given leads nowhere.', {
        reason: 'no_address',
        sent: 'no',
      }),
    )
  return {
    environment: 'development',
    documents: () => Promise.resolve([document]),
    fetch: nowhere,
    database: nowhere,
  }
}

/** A reader that ran into a bound would do so again, and one that knows the kind of a document speaks for all. */
const endsSearch = ({ code, details }: PlatformError): boolean =>
  code === 'document_too_large' || (details.reason !== undefined && final.has(details.reason))

const final: ReadonlySet<string> = new Set([
  'too_slow',
  'too_heavy',
  'version_unsupported',
  'alias_expansion',
])

const syntax: ReadonlySet<string | undefined> = new Set(['invalid_json', 'invalid_yaml', 'invalid_sdl'])

/** What no kind could even parse is broken; what one could parse is something else. */
function unrecognised(refusals: readonly PlatformError[]): PlatformError {
  const message = [...new Set(refusals.map((refusal) => refusal.message))].join(' ')
  const isBroken = refusals.every(({ details }) => syntax.has(details.reason))
  const reason = isBroken ? 'invalid_syntax' : 'not_recognised'
  return failedAt(
    isBroken ? 'read' : 'recognise',
    new PlatformError('document_unreadable', message, { reason }),
  )
}
