import {
  isJsonArray,
  isJsonObject,
  type Json,
  type JsonObject,
  objectFrom,
  ownProperty,
} from '@bindery/model'

/**
 * The facts about the one person whom the claims match, or undefined. Each required field equals the claim of its name,
 * apart from case, spacing and punctuation; without such a claim it must be true. Of several rows one must match whole.
 */
export function matchClaims(
  output: JsonObject,
  claims: JsonObject,
  requiredFields: readonly string[],
): JsonObject | undefined {
  const people = peopleIn(output).filter((person) =>
    requiredFields.every((field) => isMatch(ownProperty(person, field), ownProperty(claims, field))),
  )
  const [person] = people
  return people.length === 1 ? person : undefined
}

/** The output itself, or the rows of each of its lists, each with the scalars beside them. */
export function peopleIn(output: JsonObject): readonly JsonObject[] {
  const scalars = scalarsOf(output)
  const rows = Object.values(output).flatMap((value) =>
    isJsonArray(value) ? value.filter(isJsonObject).map(scalarsOf) : [],
  )
  return rows.length === 0 ? [scalars] : rows.map((row) => ({ ...scalars, ...row }))
}

const scalarsOf = (value: JsonObject): JsonObject =>
  objectFrom(Object.entries(value).filter(([, member]) => typeof member !== 'object' || member === null))

function isMatch(found: Json | undefined, claimed: Json | undefined): boolean {
  if (claimed === undefined) return found === true
  if (found === undefined || found === null || claimed === null) return false
  const [left, right] = [simplify(found), simplify(claimed)]
  return left !== '' && left === right
}

/**
 * What is left to compare of a value: no case, spacing or punctuation; empty for objects and lists. Marks that belong to a
 * script stay, since they are the vowels of many; those that any letter may have are what is left of a change of case, or
 * vowels that most people leave out.
 */
export const simplify = (value: Json): string =>
  typeof value === 'object'
    ? ''
    : String(value)
        .normalize('NFKC')
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{M}\p{N}]|\p{Script=Inherited}/gu, '')
