import type { JsonObject } from '@bindery/model'

const charactersPerToken = 4

/** What a list of definitions costs in a prompt, estimated at four characters a token. */
export function tokensOf(definitions: readonly JsonObject[]): number {
  return Math.ceil(JSON.stringify(definitions).length / charactersPerToken)
}
