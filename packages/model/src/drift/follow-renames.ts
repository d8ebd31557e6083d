import type { EffectOverride } from '../effect-override.ts'
import type { Scoping } from '../scoping.ts'
import type { SensitivityOverride } from '../sensitivity-override.ts'
import type { RenameGuess } from './guess-renames.ts'

/** What operators said of parts of a catalog, by the names of those parts. */
export interface NamedWords extends Scoping {
  readonly effects: readonly EffectOverride[]
  readonly sensitivity: readonly SensitivityOverride[]
}

/**
 * The same words for the parts that the guesses say are the renamed ones; words of which no name changed are left out. A
 * guess may be wrong, so only what makes things stricter should be believed of the answer.
 */
export function followRenames(words: NamedWords, renames: readonly RenameGuess[]): NamedWords {
  const next = nextNames(renames)
  const moved = <T>(all: readonly T[], move: (word: T) => T | undefined): readonly T[] =>
    all.flatMap((word) => move(word) ?? [])
  return {
    effects: moved(words.effects, (word) => {
      const operation = next.part('operation', word.operation)
      return operation === word.operation ? undefined : { ...word, operation }
    }),
    sensitivity: moved(words.sensitivity, (word) => moveClass(word, next)),
    blockedObjects: moved(words.blockedObjects, (name) => {
      const object = next.part('object', name)
      return object === name ? undefined : object
    }),
    blockedFields: moved(words.blockedFields, (name) => moveField(name, next)),
  }
}

interface NextNames {
  readonly part: (kind: 'object' | 'operation', name: string) => string
  /** `owner` is the old name of the object or the operation; both names as they are now. */
  readonly member: (kind: 'field' | 'argument', owner: string, name: string) => MemberName
}

interface MemberName {
  readonly owner: string
  readonly name: string
}

function nextNames(renames: readonly RenameGuess[]): NextNames {
  const keyOf = (kind: RenameGuess['kind'], owner: string, name: string): string =>
    JSON.stringify([kind, owner, name])
  const guesses = new Map(renames.map((guess) => [keyOf(guess.kind, guess.owner ?? '', guess.from), guess]))
  const part: NextNames['part'] = (kind, name) => guesses.get(keyOf(kind, '', name))?.to ?? name
  return {
    part,
    member: (kind, owner, name) => {
      const guess = guesses.get(keyOf(kind, owner, name))
      const now = part(kind === 'field' ? 'object' : 'operation', owner)
      return { owner: guess?.into ?? now, name: guess?.to ?? name }
    },
  }
}

function moveClass(word: SensitivityOverride, next: NextNames): SensitivityOverride | undefined {
  if (word.on === 'field') {
    const { owner: object, name: field } = next.member('field', word.object, word.field)
    return object === word.object && field === word.field ? undefined : { ...word, object, field }
  }
  const { owner: operation, name: argument } = next.member('argument', word.operation, word.argument)
  const isSame = operation === word.operation && argument === word.argument
  return isSame ? undefined : { ...word, operation, argument }
}

/** `Object.field`, where either may hold dots: the longest object whose name, or whose field's name, changed. */
function moveField(name: string, next: NextNames): string | undefined {
  for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
    const now = next.member('field', name.slice(0, dot), name.slice(dot + 1))
    const moved = `${now.owner}.${now.name}`
    if (moved !== name) return moved
  }
  return undefined
}
