import { toSnakeCase } from '@bindery/compiler'

/** Names of Bindery for names of a document, each once and always the same. What is a legal name already stays as it is. */
export class NameTable {
  readonly #known = new Map<string, string>()
  readonly #taken = new Set<string>()
  readonly #longest: number

  constructor(longest: number) {
    this.#longest = longest
  }

  /** The name of what these parts lead to: `['my_pet', 'tagName']` gives `my_pet_tag_name`, or something like what is `wanted`. */
  of(parts: readonly string[], wanted: string = parts.join('_')): string {
    const key = JSON.stringify(parts)
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const first = this.#isLegal(wanted) ? wanted : toSnakeCase(wanted).slice(0, this.#longest)
    let name = first
    for (let number = 2; this.#taken.has(name); number++)
      name = `${first.slice(0, this.#longest - 4)}_${number}`
    this.#known.set(key, name)
    this.#taken.add(name)
    return name
  }

  #isLegal(name: string): boolean {
    return name.length <= this.#longest && /^[a-z][a-z0-9_]*$/.test(name)
  }
}
