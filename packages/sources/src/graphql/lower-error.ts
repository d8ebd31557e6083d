import { PlatformError } from '@bindery/model'

/** A binding that fits the catalog but cannot be asked for in one GraphQL document. */
export function lowerError(message: string): PlatformError {
  return new PlatformError('binding_invalid', message, { reason: 'graphql_document', sent: 'no' })
}
