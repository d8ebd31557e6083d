import { type CanonicalParameter, canonicalParameters } from '@bindery/model'
import type { ResolvedParameter } from '../resolution/resolved-binding.ts'
import { toSnakeCase } from '../resolution/propose-parameter.ts'

type Place = Pick<
  Extract<ResolvedParameter['uses'][number]['resolution'], { status: 'found' }>['target'],
  'path' | 'description'
>

/** What is known of a parameter: what its author says, and where its value goes. */
export interface Described {
  readonly name: string
  readonly said: string | undefined
  /** Places that take the value as it is. */
  readonly plain: readonly Place[]
  /** Places that take what a transform makes of it. */
  readonly made: readonly Place[]
}

/**
 * What an agent is told of a parameter: what it should give. The author's words come first, then those of the shared
 * vocabulary. What the provider says of the argument counts where the value goes there as it is, and beside the shared
 * words only where the argument speaks of the same thing: "Identifier of the tenant" says nothing of an e-mail address.
 */
export function parameterText({ name, said, plain, made }: Described): string | undefined {
  if (said !== undefined) return said
  const shared = canonicalParameters.find((parameter) => parameter.name === name)
  const alike = [...plain, ...made].find((place) => place.description !== undefined && isAlike(name, place))
  if (shared !== undefined) return together(shared, alike?.description)
  return alike?.description ?? plain.find((place) => place.description !== undefined)?.description
}

function together({ description }: CanonicalParameter, more: string | undefined): string {
  if (more === undefined || isSaidBy(description, more)) return description
  return isSaidBy(more, description) ? more : `${description}. ${more}`
}

/** Every word of the second text stands in the first. */
function isSaidBy(text: string, other: string): boolean {
  const words = new Set(wordsOf(text))
  return wordsOf(other).every((word) => words.has(word))
}

const wordsOf = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')

/** Words that say nothing of what a value is. */
const empty = new Set(['id', 'identifier', 'key', 'value', 'input', 'data', 'new', 'the', 'of'])

/** Whether a place speaks of what a parameter is: its name or its description has a word of the parameter's name. */
export function isAlike(name: string, { path, description = '' }: Place): boolean {
  const place = toSnakeCase(path.at(-1) ?? '')
  if (place === name || (place === 'id' && name.endsWith('_id'))) return true
  const words = new Set(name.split('_').filter((word) => !empty.has(word)))
  return [
    ...place.split('_'),
    ...description
      .slice(0, 500)
      .toLowerCase()
      .split(/[^a-z0-9]+/),
  ].some((word) => words.has(word))
}
