import { isJsonArray, isJsonObject, type Json, type JsonObject } from '@bindery/model'
import type { Draft } from '../json-schema/draft.ts'
import type { IssueLog } from '../json-schema/issue-log.ts'
import { readConstant } from './read-constant.ts'
import { readTypeWords } from './read-type-words.ts'
import { TypeWords } from './type-words.ts'
import {
  type FieldPart,
  type InputPart,
  isUsableName,
  type SchemaParts,
  type TypeKind,
  type TypePart,
} from './schema-parts.ts'

/** Reads the `__schema` of an introspection result. Total: what is malformed is left out, with an issue. */
export function readIntrospection(schema: JsonObject, log: IssueLog): SchemaParts {
  return new IntrospectionReader(log).read(schema)
}

class IntrospectionReader {
  readonly #log: IssueLog
  readonly #words = new TypeWords()

  constructor(log: IssueLog) {
    this.#log = log
  }

  read(schema: JsonObject): SchemaParts {
    const types = new Map<string, TypePart>()
    for (const node of listOf(schema['types'])) {
      const type = this.#readType(node)
      if (type === undefined) continue
      if (types.has(type.name))
        this.#report('type_duplicate', `"${type.name}" is described twice; the first counts.`, type.name)
      else types.set(type.name, type)
    }
    const { description } = schema
    const roots = { ...rootOf('query', schema['queryType']), ...rootOf('mutation', schema['mutationType']) }
    return { ...(typeof description === 'string' ? { description } : {}), roots, types }
  }

  #readType(node: Json): TypePart | undefined {
    if (!isJsonObject(node)) return undefined
    const { name, kind } = node
    if (typeof name === 'string' && name.startsWith('__')) return undefined
    if (!isUsableName(name) || !isTypeKind(kind)) {
      this.#report('name_invalid', 'A type has no usable name or kind; it is left out.', 'types')
      return undefined
    }
    const fields = kind === 'INPUT_OBJECT' ? node['inputFields'] : node['fields']
    const type: Draft<TypePart> = {
      name,
      kind,
      fields: this.#readFields(fields, name),
      interfaces: namesOf(node['interfaces']),
      members: namesOf(node['possibleTypes']),
      values: kind === 'ENUM' ? enumValues(node['enumValues']) : [],
      isOneOf: node['isOneOf'] === true,
      pointer: name,
    }
    if (typeof node['description'] === 'string') type.description = node['description']
    const specifiedBy = node['specifiedByURL'] ?? node['specifiedByUrl']
    if (typeof specifiedBy === 'string') type.specifiedBy = specifiedBy
    return type
  }

  #readFields(list: Json | undefined, owner: string): readonly FieldPart[] {
    return this.#readNamed(list, owner, (node, name) => {
      const field = this.#readInput(node, name, owner)
      const given = node['args']
      if (isJsonArray(given) && given.length > 0)
        field.arguments = this.#readArguments(given, `${owner}.${name}`)
      return field
    })
  }

  #readArguments(list: Json, owner: string): readonly InputPart[] {
    return this.#readNamed(list, owner, (node, name) => this.#readInput(node, name, owner))
  }

  #readNamed<P extends InputPart>(
    list: Json | undefined,
    owner: string,
    read: (node: JsonObject, name: string) => P,
  ): readonly P[] {
    const nodes = listOf(list)
    if (nodes.length === 0) return none
    const parts: P[] = []
    const taken = new Set<string>()
    for (const node of nodes) {
      const name = isJsonObject(node) ? node['name'] : undefined
      if (!isJsonObject(node) || !isUsableName(name)) {
        this.#report(
          'name_invalid',
          `"${owner}" has a part whose name GraphQL does not allow; it is left out.`,
          owner,
        )
      } else if (taken.has(name)) {
        this.#report(
          'field_duplicate',
          `"${owner}" describes "${name}" twice; the first counts.`,
          `${owner}.${name}`,
        )
      } else {
        taken.add(name)
        parts.push(read(node, name))
      }
    }
    return parts
  }

  #readInput(node: JsonObject, name: string, owner: string): Draft<FieldPart> {
    const words = readTypeWords(node['type'], this.#words)
    if (words?.isDoubled === true)
      this.#report('type_malformed', 'A type is marked non-null twice; once counts.', `${owner}.${name}`)
    const part: Draft<FieldPart> = { name, type: words?.text, arguments: none }
    if (typeof node['description'] === 'string') part.description = node['description']
    if (node['isDeprecated'] === true) {
      part.deprecated = typeof node['deprecationReason'] === 'string' ? node['deprecationReason'] : ''
    }
    const text = node['defaultValue']
    if (typeof text !== 'string') return part
    const value = readConstant(text)
    if (value === undefined)
      this.#report(
        'default_unreadable',
        'A default value cannot be read; it is left out.',
        `${owner}.${name}`,
      )
    else part.default = value
    return part
  }

  #report(code: string, message: string, pointer: string): void {
    this.#log.report({ code, severity: 'warning', message, pointer })
  }
}

const none: readonly never[] = []

const listOf = (value: Json | undefined): readonly Json[] => (isJsonArray(value) ? value : [])

function namesOf(value: Json | undefined): readonly string[] {
  if (!isJsonArray(value) || value.length === 0) return none
  const names: string[] = []
  for (const item of value) {
    const name = isJsonObject(item) ? item['name'] : undefined
    if (isUsableName(name)) names.push(name)
  }
  return names
}

function enumValues(value: Json | undefined): readonly string[] {
  return [...new Set(namesOf(value))]
}

function rootOf(kind: 'query' | 'mutation', value: Json | undefined): SchemaParts['roots'] {
  const name = isJsonObject(value) ? value['name'] : undefined
  return isUsableName(name) ? { [kind]: name } : {}
}

function isTypeKind(kind: Json | undefined): kind is TypeKind {
  return (
    kind === 'OBJECT' ||
    kind === 'INPUT_OBJECT' ||
    kind === 'ENUM' ||
    kind === 'SCALAR' ||
    kind === 'UNION' ||
    kind === 'INTERFACE'
  )
}
