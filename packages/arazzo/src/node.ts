import { isJsonArray, isJsonObject, type Json, type JsonObject, ownProperty } from '@bindery/model'
import type { Findings, Place } from './findings.ts'

/** A value of the document, and where it stands. */
export interface Located {
  readonly value: Json
  readonly path: Place
}

/**
 * An object of the document. Each member is asked for by name; whatever nobody asked for is reported when the reading of the
 * object ends, so that nothing of a document is lost without a word.
 */
export class Node {
  readonly path: Place
  readonly #value: JsonObject
  readonly #findings: Findings
  readonly #left: Set<string>

  private constructor(value: JsonObject, path: Place, findings: Findings) {
    this.path = path
    this.#value = value
    this.#findings = findings
    this.#left = new Set(Object.keys(value))
  }

  /** What `read` makes of an object; undefined, and an issue, for what is none. */
  static read<Read>(
    { value, path }: Located,
    findings: Findings,
    read: (node: Node) => Read,
  ): Read | undefined {
    if (!isJsonObject(value)) {
      findings.error('arazzo_invalid', path, 'An object was expected here.')
      return undefined
    }
    const node = new Node(value, path, findings)
    const result = read(node)
    node.#close()
    return result
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#value, name)
  }

  at(name: string): Place {
    return [...this.path, name]
  }

  /** Undefined where it is not there. */
  json(name: string): Located | undefined {
    this.#left.delete(name)
    const value = ownProperty(this.#value, name)
    return value === undefined ? undefined : { value, path: this.at(name) }
  }

  /** Undefined where it is not there, and with an issue where it is no text. */
  text(name: string): string | undefined {
    const found = this.json(name)
    if (found === undefined) return undefined
    if (typeof found.value === 'string') return found.value
    this.#findings.error('arazzo_invalid', found.path, `"${name}" is a text.`)
    return undefined
  }

  /** As `text`, with an issue where it is not there as well. */
  required(name: string): string | undefined {
    if (this.has(name)) return this.text(name)
    this.#findings.error('arazzo_invalid', this.path, `"${name}" is missing.`)
    return undefined
  }

  /** The items of a list; none where it is not there. */
  list(name: string): readonly Located[] {
    const found = this.json(name)
    if (found === undefined) return []
    if (isJsonArray(found.value))
      return found.value.map((value, at) => ({ value, path: [...found.path, at] }))
    this.#findings.error('arazzo_invalid', found.path, `"${name}" is a list.`)
    return []
  }

  /** The members of an object; none where it is not there. */
  members(name: string): readonly (readonly [name: string, Located])[] {
    const found = this.json(name)
    if (found === undefined) return []
    if (isJsonObject(found.value))
      return Object.entries(found.value).map(([key, value]) => [key, { value, path: [...found.path, key] }])
    this.#findings.error('arazzo_invalid', found.path, `"${name}" is an object.`)
    return []
  }

  /** These are told to people alone, or have been said as a whole. */
  pass(...names: readonly string[]): void {
    for (const name of names) this.#left.delete(name)
  }

  passAll(): void {
    this.#left.clear()
  }

  #close(): void {
    for (const name of this.#left) {
      const path = this.at(name)
      if (name.startsWith('x-'))
        this.#findings.info('extension_unread', path, `The extension "${name}" says nothing to Bindery.`)
      else this.#findings.warning('member_unread', path, `"${name}" is no member that is known here.`)
    }
  }
}
