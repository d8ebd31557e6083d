import { isJsonObject, type Json, parsePointer } from '@bindery/model'
import { childPointer, memberOf, type Place, rootPlace, type SchemaFile } from './place.ts'

/** The files that references may lead to. Nothing outside of them is ever opened. */
export interface SchemaFiles {
  /** The file that a relative reference means, seen from another one. Undefined when the set has none. */
  find(from: SchemaFile, reference: string): SchemaFile | undefined
}

/** What a reference leads to, or why it leads nowhere. */
export type Resolution =
  | { readonly status: 'found'; readonly place: Place; readonly segments: readonly string[] }
  | { readonly status: 'missing'; readonly reason: string }

const maxHops = 40

/** Follows `$ref` texts by JSON Pointer, each text of a file once. Never reads anything but the given files. */
export class References {
  readonly #files: SchemaFiles
  readonly #known = new Map<SchemaFile, Map<string, Resolution>>()
  readonly #anchors = new Map<SchemaFile, ReadonlyMap<string, string>>()

  constructor(files: SchemaFiles) {
    this.#files = files
  }

  resolve(reference: string, from: SchemaFile): Resolution {
    const known = this.#known.get(from) ?? new Map<string, Resolution>()
    this.#known.set(from, known)
    const earlier = known.get(reference)
    if (earlier !== undefined) return earlier
    // A reference that passes through itself on its way must find an answer.
    known.set(reference, missing('it leads back to itself'))
    const resolution = this.#follow(reference, from, 0)
    known.set(reference, resolution)
    return resolution
  }

  #follow(reference: string, from: SchemaFile, hops: number): Resolution {
    const hash = reference.indexOf('#')
    const address = hash < 0 ? reference : reference.slice(0, hash)
    const file = address === '' ? from : this.#files.find(from, address)
    if (file === undefined) return missing(`"${shorten(address)}" is not among the documents`)
    const fragment = hash < 0 ? '' : decodeFragment(reference.slice(hash + 1))
    const segments = this.#segmentsOf(fragment, file)
    if (segments === undefined)
      return missing(`"${shorten(fragment)}" is not a JSON Pointer or a known anchor`)
    return this.#walk(segments, file, hops)
  }

  #walk(segments: readonly string[], file: SchemaFile, hops: number): Resolution {
    let place = rootPlace(file)
    for (const [index, segment] of segments.entries()) {
      const next = memberOf(place.node, segment)
      if (next === undefined) return this.#walkThrough(place, segments.slice(index), hops)
      place = { file, pointer: childPointer(place.pointer, segment), node: next, depth: index + 1 }
    }
    return { status: 'found', place, segments }
  }

  /** A pointer may pass through another reference: go on from where that one leads. */
  #walkThrough(place: Place, rest: readonly string[], hops: number): Resolution {
    const reference = isJsonObject(place.node) ? place.node['$ref'] : undefined
    if (typeof reference !== 'string' || hops >= maxHops)
      return missing(`there is nothing at "${rest.join('/')}"`)
    const target = this.#follow(reference, place.file, hops + 1)
    if (target.status === 'missing') return target
    return this.#walk([...target.segments, ...rest], target.place.file, hops + 1)
  }

  #segmentsOf(fragment: string, file: SchemaFile): readonly string[] | undefined {
    const pointer = parsePointer(fragment)
    if (pointer !== undefined) return pointer
    const anchors = this.#anchors.get(file) ?? anchorsOf(file.root())
    this.#anchors.set(file, anchors)
    const anchored = anchors.get(fragment)
    return anchored === undefined ? undefined : parsePointer(anchored)
  }
}

/** `$anchor` names of a whole file with their pointers, first one wins. Walks with its own stack. */
function anchorsOf(root: Json): ReadonlyMap<string, string> {
  const anchors = new Map<string, string>()
  const seen = new Set<Json>()
  const open: { readonly node: Json; readonly pointer: string }[] = [{ node: root, pointer: '' }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, pointer } = next
    if (typeof node !== 'object' || node === null || seen.has(node)) continue
    seen.add(node)
    const anchor = memberOf(node, '$anchor')
    if (typeof anchor === 'string' && !anchors.has(anchor)) anchors.set(anchor, pointer)
    for (const key of Object.keys(node)) {
      open.push({ node: memberOf(node, key) ?? null, pointer: childPointer(pointer, key) })
    }
  }
  return anchors
}

const missing = (reason: string): Resolution => ({ status: 'missing', reason })

function decodeFragment(fragment: string): string {
  if (!fragment.includes('%')) return fragment
  try {
    return decodeURIComponent(fragment)
  } catch {
    return fragment
  }
}

const shorten = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text)
