import { shortName } from '@bindery/model'

const longest = 60

/** Snake-case names, each once. */
export class LeafNames {
  readonly #taken = new Set<string>()

  take(text: string): string {
    const words = text
      .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .filter((word) => word !== '')
      .join('_')
    const name = shortName(/^[a-z]/.test(words) ? words : `value_${words}`, longest).replace(/_+$/, '')
    const free = [name, ...Array.from({ length: 99 }, (_, at) => `${name}_${at + 2}`)].find(
      (candidate) => !this.#taken.has(candidate),
    )
    this.#taken.add(free ?? name)
    return free ?? name
  }
}
