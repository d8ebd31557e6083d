import type { Typed, TypeRef, UnionType } from '@bindery/model'
import type { IssueLog } from '../json-schema/issue-log.ts'
import { builtInScalars, scalarOf } from './scalar-names.ts'
import { baseOf, type SchemaParts, type TypePart } from './schema-parts.ts'

/** Where a type is used: what a caller sends, or what the provider answers. */
export type Direction = 'input' | 'output'

/** Types with more members than this are seen as the interface alone, or as undescribed. */
const maxMembers = 300
/** Members of all unions together, each time one is used. */
const maxUsedMembers = 50_000

/** The types of a schema: what type words mean, who implements what, and what has been used. */
export class TypeTable {
  readonly parts: SchemaParts
  /** Names of the types that something in the catalog refers to. */
  readonly used = new Set<string>()
  readonly #log: IssueLog
  /** The type whose fields are writes, wherever they are read; it may be that of the queries, too. */
  readonly #writeRoot: string | undefined
  /** Interfaces of it, whoever says so: what is behind one may be that type. */
  readonly #writeFaces: ReadonlySet<string>
  readonly #implementers = new Map<string, string[]>()
  readonly #named = {
    input: new Map<string, TypeRef | undefined>(),
    output: new Map<string, TypeRef | undefined>(),
  }
  readonly #uses = {
    input: new Map<string, Use | undefined>(),
    output: new Map<string, Use | undefined>(),
  }
  /** The parts at the heart of type words. */
  readonly #bases = new Map<string, TypePart | undefined>()
  #usedMembers = 0

  constructor(parts: SchemaParts, log: IssueLog) {
    this.parts = parts
    this.#log = log
    this.#writeRoot = parts.roots.mutation
    this.#writeFaces = facesOf(parts, this.#writeRoot)
    for (const part of parts.types.values()) {
      if (part.kind !== 'OBJECT') continue
      for (const name of part.interfaces) this.#addImplementer(name, part.name)
    }
  }

  find(name: string | undefined): TypePart | undefined {
    return name === undefined ? undefined : this.parts.types.get(name)
  }

  /** The part that a value of these type words holds, lists and non-null marks taken off. */
  baseOf(words: string | undefined): TypePart | undefined {
    if (words === undefined) return undefined
    const known = this.#bases.get(words)
    if (known !== undefined || this.#bases.has(words)) return known
    const part = this.find(baseOf(words))
    this.#bases.set(words, part)
    return part
  }

  /** Object types that a union, an interface or an object stands for, by name in order. */
  possibleTypes(part: TypePart): readonly string[] {
    if (part.kind === 'OBJECT') return [part.name]
    const listed = part.members.filter((name) => this.find(name)?.kind === 'OBJECT')
    const names = new Set([...listed, ...(this.#implementers.get(part.name) ?? [])])
    return [...names].filter((name) => name !== this.#writeRoot).sort()
  }

  /** What type words mean, as a use of that type. Undefined for types that are not there or not meant for the direction. */
  use(words: string | undefined, direction: Direction): Typed | undefined {
    if (words === undefined) return undefined
    const use = this.#meaning(words, direction)
    if (use === undefined || use.members === 0) return use?.typed
    this.#usedMembers += use.members
    if (this.#usedMembers > maxUsedMembers) return undefined
    this.used.add(baseOf(words))
    return use.typed
  }

  #meaning(words: string, direction: Direction): Use | undefined {
    const known = this.#uses[direction]
    const earlier = known.get(words)
    if (earlier !== undefined || known.has(words)) return earlier
    const typed = this.#parse(words, direction)
    const use = typed === undefined ? undefined : { typed, members: membersOf(typed.type) }
    known.set(words, use)
    if (use?.members === 0) this.used.add(baseOf(words))
    return use
  }

  #parse(words: string, direction: Direction): Typed | undefined {
    const nullable = !words.endsWith('!')
    const bare = nullable ? words : words.slice(0, -1)
    if (!bare.startsWith('[')) {
      const type = this.#typeOf(bare, direction)
      return type === undefined ? undefined : { type, nullable }
    }
    const items = this.#meaning(bare.slice(1, -1), direction)?.typed
    if (items === undefined) return undefined
    return { type: { kind: 'list', items: items.type, itemsNullable: items.nullable }, nullable }
  }

  #typeOf(name: string, direction: Direction): TypeRef | undefined {
    const known = this.#named[direction]
    if (known.has(name)) return known.get(name)
    const part = this.find(name)
    const type = part === undefined ? builtIn(name) : this.#refer(part, direction)
    known.set(name, type)
    return type
  }

  #refer(part: TypePart, direction: Direction): TypeRef | undefined {
    const { name } = part
    switch (part.kind) {
      case 'SCALAR':
        return scalarOf(part)
      case 'ENUM':
        return part.values.length === 0
          ? { kind: 'scalar', scalar: 'string', format: name }
          : { kind: 'enum', scalar: 'string', values: part.values, name }
      case 'INPUT_OBJECT':
        return direction === 'input' ? { kind: 'object', name } : undefined
      case 'OBJECT':
        return direction === 'output' && !this.#leadsToWrites(part) ? { kind: 'object', name } : undefined
      case 'INTERFACE':
        return direction === 'output' && !this.#leadsToWrites(part) ? this.#interface(part) : undefined
      case 'UNION':
        return direction === 'output' ? this.#union(part) : undefined
    }
  }

  /** A field of it may be one of the mutation root, which writes when it is read. */
  #leadsToWrites(part: TypePart): boolean {
    if (part.name !== this.#writeRoot && !this.#writeFaces.has(part.name)) return false
    const message = `"${part.name}" leads to mutations, which an answer must not hold; fields of it are left out.`
    this.#log.report({ code: 'mutation_in_answer', severity: 'warning', message, pointer: part.pointer })
    return true
  }

  /** An interface itself, then every object that may be there instead; only those are in the mapping. */
  #interface(part: TypePart): TypeRef {
    const possible = this.possibleTypes(part)
    const own = { kind: 'object', name: part.name } as const
    if (possible.length === 0) return own
    if (possible.length > maxMembers) {
      this.#reportMembers(part, possible.length)
      return own
    }
    const union = toUnion(possible)
    return { ...union, members: [own, ...union.members] }
  }

  #union(part: TypePart): TypeRef | undefined {
    const possible = this.possibleTypes(part)
    if (possible.length === 0 || possible.length > maxMembers) {
      this.#reportMembers(part, possible.length)
      return undefined
    }
    return toUnion(possible)
  }

  #reportMembers({ name, pointer }: TypePart, count: number): void {
    const message = `"${name}" stands for ${count} types; 1 to ${maxMembers} can be told apart.`
    this.#log.report({ code: 'union_unusable', severity: 'warning', message, pointer })
  }

  #addImplementer(name: string, implementer: string): void {
    const known = this.#implementers.get(name)
    if (known === undefined) this.#implementers.set(name, [implementer])
    else known.push(implementer)
  }
}

/** The interfaces of an object: those that it names, those that name it, and theirs in turn. */
function facesOf({ types }: SchemaParts, object: string | undefined): ReadonlySet<string> {
  const faces = new Set<string>()
  if (object === undefined) return faces
  const interfaces = [...types.values()].filter(({ kind }) => kind === 'INTERFACE')
  const below = [object]
  for (let name = below.pop(); name !== undefined; name = below.pop()) {
    const own = new Set(types.get(name)?.interfaces)
    for (const face of interfaces) {
      if (faces.has(face.name) || !(own.has(face.name) || face.members.includes(name))) continue
      faces.add(face.name)
      below.push(face.name)
    }
  }
  return faces
}

/** What type words mean, and how many members its union has. */
interface Use {
  readonly typed: Typed
  readonly members: number
}

function toUnion(possible: readonly string[]): UnionType {
  return {
    kind: 'union',
    members: possible.map((name) => ({ kind: 'object', name }) as const),
    discriminator: {
      property: '__typename',
      mapping: possible.map((name) => ({ value: name, object: name })),
    },
  }
}

function membersOf(type: TypeRef): number {
  if (type.kind === 'list') return membersOf(type.items)
  return type.kind === 'union' ? type.members.length : 0
}

const builtIn = (name: string): TypeRef | undefined =>
  builtInScalars.includes(name) ? scalarOf({ name }) : undefined
