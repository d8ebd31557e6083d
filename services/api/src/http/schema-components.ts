import { z } from 'zod'

type Json = Record<string, unknown>

/** Which side of an exchange a schema describes: what is sent may leave out members with a default, answers never do. */
export type Side = 'input' | 'output'

/**
 * JSON Schemas of many zod schemas over one set of components. A schema with an id is a component under it; where what is
 * answered differs from what is sent, the answer's is `<id>Answer`, so that neither promises what only the other holds.
 */
export class SchemaComponents {
  readonly #sent = new Map<string, unknown>()
  readonly #answered = new Map<string, unknown>()

  /** Takes in every component that a schema is made of. Called for all of them before `describe` is for any. */
  collect(schema: z.ZodType, side: Side): void {
    const known = side === 'input' ? this.#sent : this.#answered
    for (const [name, definition] of Object.entries(definitionsOf(toJson(schema, side))))
      known.set(name, definition)
  }

  /** The schema with references into the components. */
  describe(schema: z.ZodType, side: Side): Json {
    const { $schema: _dialect, $defs: definitions, ...rest } = toJson(schema, side)
    return toRecord(relocate(inlined(rest, toRecord(definitions), []), (name) => this.#nameOf(name, side)))
  }

  /** Every component by its name, sorted. */
  components(): Json {
    const entries = [
      ...this.#entries(this.#sent, 'input'),
      ...this.#entries(this.#answered, 'output').filter(
        ([name]) => !this.#sent.has(name) || this.#differing().has(name.replace(/Answer$/, '')),
      ),
    ]
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
  }

  #entries(known: ReadonlyMap<string, unknown>, side: Side): readonly [string, unknown][] {
    return [...known].map(([name, definition]) => [
      this.#nameOf(name, side),
      relocate(definition, (other) => this.#nameOf(other, side)),
    ])
  }

  #nameOf(name: string, side: Side): string {
    return side === 'output' && this.#differing().has(name) ? `${name}Answer` : name
  }

  #known: ReadonlySet<string> | undefined

  /** Components of both sides that are not the same, or lead to one that is not. */
  #differing(): ReadonlySet<string> {
    if (this.#known !== undefined) return this.#known
    const both = [...this.#answered.keys()].filter((name) => this.#sent.has(name))
    const found = new Set(
      both.filter(
        (name) => JSON.stringify(this.#sent.get(name)) !== JSON.stringify(this.#answered.get(name)),
      ),
    )
    for (let before = -1; before !== found.size; ) {
      before = found.size
      for (const name of both) if (mentions(this.#answered.get(name), found)) found.add(name)
    }
    this.#known = found
    return found
  }
}

function toJson(schema: z.ZodType, side: Side): Json {
  return z.toJSONSchema(schema, {
    io: side,
    unrepresentable: 'any',
    target: 'draft-2020-12',
    reused: 'inline',
  })
}

/** Definitions with an id. Those that zod had to name itself are put in where they are referred to. */
function definitionsOf(json: Json): Json {
  const all = toRecord(json['$defs'])
  const kept = Object.entries(all).filter(([name]) => !isNameless(name))
  return Object.fromEntries(kept.map(([name, definition]) => [name, inlined(definition, all, [])]))
}

const isNameless = (name: string): boolean => name.startsWith('__')

function inlined(schema: unknown, all: Json, inside: readonly string[]): unknown {
  return mapSchema(schema, (node) => {
    const { $ref: reference, ...beside } = node
    const name = typeof reference === 'string' ? reference.slice(prefix.length) : ''
    if (!isNameless(name)) return mapParts(node, (part) => inlined(part, all, inside))
    if (inside.includes(name)) throw new Error('A schema that leads back to itself needs an id.')
    return { ...toRecord(inlined(all[name], all, [...inside, name])), ...beside }
  })
}

/** A schema, a list of schemas, or a word in place of one. */
function mapSchema(schema: unknown, map: (node: Json) => unknown): unknown {
  if (Array.isArray(schema)) return schema.map((item) => mapSchema(item, map))
  return typeof schema === 'object' && schema !== null ? map(toRecord(schema)) : schema
}

/** Members whose own members are schemas under names of their own: `id` is a name there, and no keyword. */
const named = new Set(['properties', 'patternProperties', 'dependentSchemas', '$defs'])
/** Members that are data, whatever they look like. */
const literal = new Set(['const', 'enum', 'default', 'examples', 'required'])

/** A schema with every schema inside it mapped. */
function mapParts(node: Json, map: (part: unknown) => unknown): Json {
  return mapMembers(node, (member, keyword) => {
    if (literal.has(keyword)) return member
    return named.has(keyword) ? mapMembers(toRecord(member), map) : map(member)
  })
}

const mapMembers = (value: Json, map: (member: unknown, name: string) => unknown): Json =>
  Object.fromEntries(Object.entries(value).map(([name, member]) => [name, map(member, name)]))

const prefix = '#/$defs/'

function mentions(value: unknown, names: ReadonlySet<string>): boolean {
  const text = JSON.stringify(value)
  return [...names].some((name) => text.includes(`"${prefix}${name}"`))
}

/** References into a schema's own definitions become references to the components, and ids go: the name says them. */
function relocate(schema: unknown, rename: (name: string) => string): unknown {
  return mapSchema(schema, ({ id: _id, $ref: reference, ...rest }) => {
    const parts = mapParts(rest, (part) => relocate(part, rename))
    if (typeof reference !== 'string') return parts
    const isOwn = reference.startsWith(prefix)
    return {
      ...parts,
      $ref: isOwn ? `#/components/schemas/${rename(reference.slice(prefix.length))}` : reference,
    }
  })
}

function toRecord(value: unknown): Json {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}
}
