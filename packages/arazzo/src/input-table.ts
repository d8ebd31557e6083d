import { isJsonArray, isJsonObject, type Json, type JsonObject, ownProperty } from '@bindery/model'
import { memberOf } from './member-of.ts'
import { clipText } from './clip-text.ts'
import type { Findings, Place } from './findings.ts'
import type { NameTable } from './name-table.ts'
import type { Located } from './node.ts'
import type { GivenValue } from './value.ts'

/** What a workflow says of a value that its caller gives. */
export interface SaidOfInput {
  readonly param: string
  readonly required?: true
  readonly description?: string
  readonly example?: Json
  readonly default?: Json
}

interface Input extends Located {
  readonly isRequired: boolean
}

/** Members of a schema that are told on, or that the type of the argument says as well. */
const told = new Set(['type', 'title', 'description', 'default', 'example', 'examples', 'format', '$ref'])
const structure = new Set(['properties', 'required', 'additionalProperties'])

const mostReferences = 20

/** The inputs of a workflow, and which of them its steps use. */
export class InputTable {
  readonly #inputs = new Map<string, Input>()
  readonly #used = new Set<string>()
  readonly #said = new Map<string, SaidOfInput>()
  readonly #components: Located | undefined
  readonly #findings: Findings
  readonly #names: NameTable

  constructor(components: Located | undefined, names: NameTable, findings: Findings) {
    this.#components = components
    this.#names = names
    this.#findings = findings
  }

  /** Reads the schema of all inputs together. */
  read(schema: Located): void {
    const { value, path } = this.#resolve(schema)
    if (!isJsonObject(value)) {
      this.#findings.error('arazzo_invalid', path, 'The inputs are described by a JSON schema.')
      return
    }
    const required = namesIn(ownProperty(value, 'required'))
    const properties = ownProperty(value, 'properties')
    if (isJsonObject(properties))
      for (const [name, property] of Object.entries(properties))
        this.#inputs.set(name, {
          value: property,
          path: [...path, 'properties', name],
          isRequired: required.includes(name),
        })
    this.#reportRest(value, path)
  }

  get names(): readonly string[] {
    return [...this.#inputs.keys()]
  }

  /** What an input is where nobody gives it. */
  defaultOf(name: string): Json | undefined {
    const schema = this.#find(name, [])?.value
    return isJsonObject(schema) ? ownProperty(schema, 'default') : undefined
  }

  /** Names of the members of an input that is described as an object; none where it is not. */
  membersOf({ name, pointer }: GivenValue): readonly string[] {
    const schema = this.#find(name, pointer)?.value
    const properties = isJsonObject(schema) ? ownProperty(schema, 'properties') : undefined
    return isJsonObject(properties) ? Object.keys(properties) : []
  }

  /** The parameter that the caller gives it as. */
  nameOf({ name, pointer }: GivenValue): string {
    this.#used.add(name)
    return this.#names.of([name, ...pointer])
  }

  /** The same with what is said of it. */
  use(value: GivenValue): SaidOfInput {
    const param = this.nameOf(value)
    const known = this.#said.get(param)
    if (known !== undefined) return known
    const said = this.#describe(param, this.#find(value.name, value.pointer))
    this.#said.set(param, said)
    return said
  }

  /** Says which inputs no step takes: no caller is asked for them. */
  reportUnused(): void {
    for (const [name, { path }] of this.#inputs)
      if (!this.#used.has(name))
        this.#findings.info(
          'input_unused',
          path,
          `No step uses the input "${name}", so callers are not asked for it.`,
        )
  }

  #describe(param: string, found: Input | undefined): SaidOfInput {
    if (found === undefined || !isJsonObject(found.value)) return { param }
    const { value: schema, path } = found
    this.#reportRest(schema, path)
    const description = ownProperty(schema, 'description')
    const byDefault = ownProperty(schema, 'default')
    return {
      param,
      ...(found.isRequired ? { required: true } : {}),
      ...(typeof description === 'string'
        ? { description: clipText(description, { most: mostCharacters, path }, this.#findings) }
        : {}),
      ...exampleIn(schema),
      ...(byDefault === undefined ? {} : { default: byDefault }),
    }
  }

  #find(name: string, pointer: readonly string[]): Input | undefined {
    let found = this.#inputs.get(name)
    if (found !== undefined) found = { ...found, ...this.#resolve(found) }
    for (const member of pointer) {
      const schema = found?.value
      const properties = isJsonObject(schema) ? ownProperty(schema, 'properties') : undefined
      const inner = isJsonObject(properties) ? ownProperty(properties, member) : undefined
      if (found === undefined || inner === undefined || !isJsonObject(schema)) return undefined
      const isRequired = found.isRequired && namesIn(ownProperty(schema, 'required')).includes(member)
      const path = [...found.path, 'properties', member]
      found = { ...this.#resolve({ value: inner, path }), isRequired }
    }
    return found
  }

  /** What a schema stands for that refers to another one of the document. */
  #resolve(schema: Located): Located {
    let found = schema
    for (let at = 0; at < mostReferences; at++) {
      const reference = isJsonObject(found.value) ? ownProperty(found.value, '$ref') : undefined
      if (typeof reference !== 'string') return found
      const name = /^#\/components\/inputs\/([^/]+)$/.exec(reference)?.[1]
      const target = name === undefined ? undefined : memberOf(this.#components?.value, ['inputs', name])
      if (target === undefined || name === undefined) {
        this.#findings.warning('reference_unknown', found.path, `"${reference}" is not in this document.`)
        return { value: {}, path: found.path }
      }
      found = { value: target, path: ['components', 'inputs', name] }
    }
    this.#findings.error(
      'reference_circular',
      schema.path,
      'The references of this schema lead round in a circle.',
    )
    return { value: {}, path: schema.path }
  }

  /** Rules of a schema that are not looked at: the provider's description decides what its argument may be. */
  #reportRest(schema: JsonObject, path: Place): void {
    const rest = Object.keys(schema).filter((name) => !told.has(name) && !structure.has(name))
    if (rest.length === 0) return
    const names = rest.map((name) => `"${name}"`).join(', ')
    this.#findings.info(
      'schema_unread',
      path,
      `What the value may be is said by the description of the provider; ${names} of this schema ${rest.length === 1 ? 'is' : 'are'} not looked at.`,
    )
  }
}

const namesIn = (value: Json | undefined): readonly string[] =>
  isJsonArray(value) ? value.filter((name) => typeof name === 'string') : []

function exampleIn(schema: JsonObject): { readonly example?: Json } {
  const example = ownProperty(schema, 'example')
  const examples = ownProperty(schema, 'examples')
  const first = isJsonArray(examples) ? examples[0] : undefined
  const found = example ?? first
  return found === undefined ? {} : { example: found }
}

/** The bound of a parameter's description. */
const mostCharacters = 1000
