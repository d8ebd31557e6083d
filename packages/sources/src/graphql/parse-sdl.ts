import { PlatformError } from '@bindery/model'
import { type DefinitionNode, GraphQLError, parse } from 'graphql'
import { nestingDepth } from './nesting-depth.ts'

const maxCharacters = 32 * 1024 * 1024
const maxDepth = 200
const maxTokens = 6_000_000

/** Parses SDL; nothing is validated. Throws `document_unreadable` with the place of a syntax error, `document_too_large`. */
export function parseSdl(text: string, name: string): readonly DefinitionNode[] {
  if (text.length > maxCharacters) {
    throw new PlatformError(
      'document_too_large',
      `"${name}" is longer than ${maxCharacters / 1024 / 1024} million characters of SDL.`,
    )
  }
  if (nestingDepth(text, maxDepth) > maxDepth) {
    throw unparsable(name, `its brackets are nested more than ${maxDepth} levels deep`)
  }
  try {
    return parse(text, { maxTokens, allowLegacyFragmentVariables: true }).definitions
  } catch (cause) {
    const place = cause instanceof GraphQLError ? cause.locations?.[0] : undefined
    throw unparsable(
      name,
      place === undefined
        ? 'it cannot be parsed'
        : `line ${place.line}, column ${place.column} breaks its grammar`,
      cause,
    )
  }
}

function unparsable(name: string, what: string, cause?: unknown): PlatformError {
  return new PlatformError('document_unreadable', `"${name}" is not SDL of GraphQL: ${what}.`, {
    reason: 'invalid_sdl',
    cause,
  })
}
