import {
  type EffectOverride,
  isGraverEffect,
  type SensitivityClass,
  sensitivityClasses,
  type SensitivityOverride,
} from '@bindery/model'
import { followRenames, type NamedWords, type RenameGuess } from '@bindery/model/drift'
import type { Member } from '../catalog/catalog-facts.ts'

/** Lists of guesses: within one a name became one other, but it may have in several. */
export type Guesses = readonly (readonly RenameGuess[])[]

export const noWords: NamedWords = { effects: [], sensitivity: [], blockedObjects: [], blockedFields: [] }

/** The words for every new name, each once: of two that speak of one place, the stricter. */
export function followAll(said: NamedWords, guesses: Guesses): NamedWords {
  const moved = guesses.map((list) => followRenames(said, list))
  return {
    effects: strictest(
      moved.flatMap(({ effects }) => effects),
      ({ operation }) => operation,
      (a, b) => isGraverEffect(a.effect, b.effect),
    ),
    sensitivity: strictest(
      moved.flatMap(({ sensitivity }) => sensitivity),
      placeKey,
      (a, b) => rankOf(a.sensitivity) > rankOf(b.sensitivity),
    ),
    blockedObjects: [...new Set(moved.flatMap(({ blockedObjects }) => blockedObjects))],
    blockedFields: [...new Set(moved.flatMap(({ blockedFields }) => blockedFields))],
  }
}

function strictest<T>(
  words: readonly T[],
  keyOf: (word: T) => string,
  isStricter: (a: T, b: T) => boolean,
): readonly T[] {
  const kept = new Map<string, T>()
  for (const word of words) {
    const earlier = kept.get(keyOf(word))
    if (earlier === undefined || isStricter(word, earlier)) kept.set(keyOf(word), word)
  }
  return [...kept.values()]
}

export const rankOf = (sensitivity: SensitivityClass): number => sensitivityClasses.indexOf(sensitivity)

export const memberOf = (word: SensitivityOverride): Member =>
  word.on === 'field'
    ? { kind: 'object', owner: word.object, member: word.field }
    : { kind: 'operation', owner: word.operation, member: word.argument }

export const placeKey = (word: SensitivityOverride): string => JSON.stringify(memberOf(word))

/** The words without those that others take the place of. */
export function withoutWords(said: NamedWords, others: NamedWords): NamedWords {
  const operations = new Set(others.effects.map(({ operation }) => operation))
  const places = new Set(others.sensitivity.map(placeKey))
  return {
    effects: said.effects.filter(({ operation }) => !operations.has(operation)),
    sensitivity: said.sensitivity.filter((word) => !places.has(placeKey(word))),
    blockedObjects: said.blockedObjects.filter((name) => !others.blockedObjects.includes(name)),
    blockedFields: said.blockedFields.filter((name) => !others.blockedFields.includes(name)),
  }
}

export function joinWords(a: NamedWords, b: NamedWords): NamedWords {
  return {
    effects: [...a.effects, ...b.effects],
    sensitivity: [...a.sensitivity, ...b.sensitivity],
    blockedObjects: [...a.blockedObjects, ...b.blockedObjects],
    blockedFields: [...a.blockedFields, ...b.blockedFields],
  }
}

export function describeWords({
  effects,
  sensitivity,
  blockedObjects,
  blockedFields,
}: NamedWords): readonly string[] {
  return [
    ...effects.map(({ operation, effect }: EffectOverride) => `effect of ${operation}: ${effect}`),
    ...sensitivity.map((word) => {
      const { owner, member } = memberOf(word)
      return `class of ${owner}.${member}: ${word.sensitivity}`
    }),
    ...[...blockedObjects, ...blockedFields].map((name) => `blocked: ${name}`),
  ]
}
