/** The steps of a path of a binding; of numbers and rows there are none in the catalog. */
export const stepsOf = (path: string | readonly (string | number)[]): readonly string[] =>
  typeof path === 'string'
    ? namesOf(path.replace(/^\$(?=\.|\[|$)/, ''))
    : path.filter((step) => typeof step === 'string')

/** Names stand between dots; what is in backticks may hold anything, and a backtick there is doubled. */
const namesOf = (path: string): readonly string[] =>
  [...path.matchAll(/`((?:[^`]|``)+)`|([^.[\]`]+)(?=\.|\[|$)/g)].map(
    ([, quoted, plain = '']) => quoted?.replaceAll('``', '`') ?? plain,
  )

/** A name as a step of a path: in backticks where it holds what a path is made of. */
export const stepText = (name: string): string =>
  /^[^.[\]`$\s](?:[^.[\]`]*[^.[\]`\s])?$/.test(name) ? name : `\`${name.replaceAll('`', '``')}\``

/** What stands at the steps in an answer; of a list its first item. Undefined for nothing. */
export function valueAt(answer: unknown, steps: readonly string[]): unknown {
  let value = answer
  for (const step of steps) {
    const item: unknown = Array.isArray(value) ? value[0] : value
    if (typeof item !== 'object' || item === null) return undefined
    value = new Map<string, unknown>(Object.entries(item)).get(step)
  }
  return value
}
