import { isJsonObject, type Json, type JsonObject, ownProperty } from '@bindery/model'

/** One file of a provider's description. `name` is empty for the only or the root file. */
export interface SchemaFile {
  readonly name: string
  /** The parsed content; parsed at the first call. Throws PlatformError `document_unreadable`. */
  root(): Json
}

/** A node with its address: `#/paths/~1users/get`, or `models/user.yml#/properties/id` outside of the root file. */
export interface Place {
  readonly file: SchemaFile
  readonly pointer: string
  readonly node: Json
  /** Levels below the top of the file. */
  readonly depth: number
}

/** A place whose node is a JSON object. */
export interface ObjectPlace extends Place {
  readonly node: JsonObject
}

/** The place of a whole file. */
export function rootPlace(file: SchemaFile): Place {
  return { file, pointer: `${file.name}#`, node: file.root(), depth: 0 }
}

/** The place of a member or item; null stands for an absent one. */
export function childPlace(parent: Place, key: string | number): Place {
  return new ChildPlace(parent, key, memberOf(parent.node, key) ?? null)
}

/** The same when the member is at hand. */
export function knownChild(parent: Place, key: string | number, node: Json): Place {
  return new ChildPlace(parent, key, node)
}

/** Spells its pointer only when it is asked for: most places are never named. */
class ChildPlace implements Place {
  readonly file: SchemaFile
  readonly node: Json
  readonly depth: number
  readonly #parent: Place
  readonly #key: string | number
  #pointer: string | undefined

  constructor(parent: Place, key: string | number, node: Json) {
    this.file = parent.file
    this.node = node
    this.depth = parent.depth + 1
    this.#parent = parent
    this.#key = key
  }

  get pointer(): string {
    return (this.#pointer ??= childPointer(this.#parent.pointer, this.#key))
  }
}

/** A member by own name, or a list item by index. Undefined when absent. */
export function memberOf(node: Json, key: string | number): Json | undefined {
  if (Array.isArray(node)) {
    const index = typeof key === 'number' ? key : /^\d{1,9}$/.test(key) ? Number(key) : -1
    return index >= 0 && index < node.length ? itemAt(node, index) : undefined
  }
  return isJsonObject(node) ? ownProperty(node, String(key)) : undefined
}

/** The pointer of a child, its key escaped by RFC 6901. */
export function childPointer(pointer: string, key: string | number): string {
  return typeof key === 'number' ? `${pointer}/${key}` : `${pointer}/${escapeKey(key)}`
}

/** Narrows a place to one that holds an object. */
export function asObjectPlace(place: Place): ObjectPlace | undefined {
  return isObjectPlace(place) ? place : undefined
}

function isObjectPlace(place: Place): place is ObjectPlace {
  return isJsonObject(place.node)
}

function itemAt(list: readonly Json[], index: number): Json | undefined {
  return list[index]
}

function escapeKey(key: string): string {
  const escaped =
    key.includes('~') || key.includes('/') ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key
  return escaped.isWellFormed() ? escaped : escaped.toWellFormed()
}
