/** Most lists and non-null marks around a name. */
export const maxWrappers = 32

/** The type words of a reference; `isDoubled` when it marks the same thing non-null twice. */
export interface Words {
  readonly text: string
  readonly isDoubled: boolean
}

/** How a list (2) and a non-null mark (1) stand in a number of base 3, the outermost first; `maxWrappers` fit a double. */
export const wrapperCode = { nonNull: 1, list: 2 } as const

/**
 * Type words of one schema, each text once: there are few and they are asked about for every field, so what is known of
 * them is found without reading the text again.
 */
export class TypeWords {
  readonly #known = new Map<number, Map<string, Words>>()

  /** The words for a name within wrappers, given as the number that `wrapperCode` tells of. */
  of(name: string, wrappers: number): Words {
    let known = this.#known.get(wrappers)
    if (known === undefined) {
      known = new Map()
      this.#known.set(wrappers, known)
    }
    const earlier = known.get(name)
    if (earlier !== undefined) return earlier
    const words = wrap(name, wrappers)
    known.set(name, words)
    return words
  }
}

function wrap(name: string, wrappers: number): Words {
  let text = name
  let isDoubled = false
  for (let left = wrappers; left > 0; left = Math.floor(left / 3)) {
    if (left % 3 === wrapperCode.list) text = `[${text}]`
    else if (text.endsWith('!')) isDoubled = true
    else text += '!'
  }
  return { text, isDoubled }
}
