import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../packages/model/src/index.ts'
import { calledOperations, type Pack } from '../../packages/packs/src/index.ts'
import { presetWords } from './preset-words.ts'

/** An OpenAPI 3 document with the operations of a pack and, of their schemas, the properties that its presets name. */
export function sliceOpenApi(pack: Pack, document: JsonObject): JsonObject {
  const slicing = new Slicing(
    document,
    presetWords(pack),
    new Set(pack.presets.flatMap(({ binding }) => calledOperations(binding))),
  )
  const paths = slicing.paths()
  const info = objectAt(document, 'info')
  const components = objectAt(document, 'components')
  return {
    openapi: document['openapi'] ?? '3.0.0',
    info: { title: info['title'] ?? pack.id, version: info['version'] ?? '1' },
    ...pick(document, ['servers', 'security']),
    paths,
    components: {
      ...slicing.components(),
      securitySchemes: withoutWords(components['securitySchemes'] ?? {}),
    },
  }
}

/** The verb that a description begins with says which write a POST is; the rest of it stays with its provider. */
function statementOf({ description }: JsonObject): JsonObject {
  const verb =
    typeof description === 'string' ? /^\s*(?:<[^>]*>\s*)*([A-Z][a-z]+s)\b/.exec(description)?.[1] : undefined
  return verb === undefined ? {} : { description: `${verb} the record.` }
}

class Slicing {
  readonly #document: JsonObject
  readonly #words: ReadonlySet<string>
  readonly #operations: ReadonlySet<string>
  readonly #parts = new Map<string, Json>()

  constructor(document: JsonObject, words: ReadonlySet<string>, operations: ReadonlySet<string>) {
    this.#document = document
    this.#words = words
    this.#operations = operations
  }

  paths(): JsonObject {
    return mapMembers(objectAt(this.#document, 'paths'), (item) => {
      if (!isJsonObject(item)) return undefined
      const kept = mapMembers(item, (operation) =>
        isJsonObject(operation) && isAmong(this.#operations, operation['operationId'])
          ? this.#operation(operation, item)
          : undefined,
      )
      return Object.keys(kept).length === 0 ? undefined : kept
    })
  }

  /** What was referred to, by section. */
  components(): JsonObject {
    const sections: Record<string, Record<string, Json>> = {}
    for (const [reference, part] of this.#parts) {
      const [, , section = '', name = ''] = reference.split('/')
      sections[section] = { ...sections[section], [name]: part }
    }
    return sections
  }

  #operation(operation: JsonObject, item: JsonObject): JsonObject {
    const parameters = [...listAt(item, 'parameters'), ...listAt(operation, 'parameters')]
    const body = operation['requestBody']
    const responses = mapMembers(objectAt(operation, 'responses'), (response, status) =>
      status.startsWith('2') ? this.#content(this.#follow(response), { description: 'OK' }) : undefined,
    )
    const method = ['get', 'delete'].find((name) => item[name] === operation)
    return {
      ...pick(operation, ['operationId', 'servers', 'security']),
      ...statementOf(operation),
      parameters: parameters.flatMap((parameter) => this.#parameter(this.#follow(parameter))),
      ...(body === undefined || method !== undefined
        ? {}
        : { requestBody: this.#content(this.#follow(body), pick(this.#follow(body), ['required'])) }),
      responses,
    }
  }

  #parameter(parameter: JsonObject): readonly JsonObject[] {
    if (parameter['required'] !== true && !isAmong(this.#words, parameter['name'])) return []
    const kept = pick(parameter, ['name', 'in', 'required', 'style', 'explode', 'allowReserved'])
    return [{ ...kept, schema: this.#schema(parameter['schema'] ?? {}) }]
  }

  #content(owner: JsonObject, head: JsonObject): JsonObject {
    const content = mapMembers(objectAt(owner, 'content'), (media) =>
      isJsonObject(media)
        ? { ...pick(media, ['encoding']), schema: this.#schema(media['schema'] ?? {}) }
        : undefined,
    )
    return Object.keys(content).length === 0 ? head : { ...head, content }
  }

  #schema(schema: Json): Json {
    if (!isJsonObject(schema)) return schema
    const reference = schema['$ref']
    if (typeof reference === 'string') return { $ref: this.#keep(reference) }
    const properties = objectAt(schema, 'properties')
    const kept = Object.keys(properties).filter((name) => this.#words.has(name))
    const required = listAt(schema, 'required').filter((name) => isAmong(new Set(kept), name))
    return {
      ...pick(schema, keywords),
      ...(kept.length === 0 ? {} : { properties: this.#properties(properties, kept) }),
      ...(required.length === 0 ? {} : { required }),
      ...this.#nested(schema),
    }
  }

  #properties(properties: JsonObject, names: readonly string[]): JsonObject {
    return Object.fromEntries(names.map((name) => [name, this.#schema(properties[name] ?? {})]))
  }

  #nested(schema: JsonObject): JsonObject {
    // What told alternatives apart may be gone, so that a value fits several of them.
    const names = { allOf: 'allOf', anyOf: 'anyOf', oneOf: 'anyOf' }
    const lists = Object.entries(names).flatMap(([name, kept]): [string, Json][] =>
      schema[name] === undefined ? [] : [[kept, listAt(schema, name).map((part) => this.#schema(part))]],
    )
    const single = ['items', 'additionalProperties'].flatMap((name): [string, Json][] => {
      const part = schema[name]
      return part === undefined ? [] : [[name, this.#schema(part)]]
    })
    return Object.fromEntries([...lists, ...single])
  }

  /** Puts a part that is referred to into the slice. */
  #keep(reference: string): string {
    if (this.#parts.has(reference)) return reference
    this.#parts.set(reference, {})
    this.#parts.set(reference, this.#schema(this.#find(reference)))
    return reference
  }

  #follow(part: Json): JsonObject {
    const found = isJsonObject(part) && typeof part['$ref'] === 'string' ? this.#find(part['$ref']) : part
    return isJsonObject(found) ? found : {}
  }

  #find(reference: string): Json {
    const names = reference
      .slice(2)
      .split('/')
      .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
    return names.reduce<Json>(
      (value, name) => (isJsonObject(value) ? (value[name] ?? {}) : {}),
      this.#document,
    )
  }
}

/** What says how a value is written, and not what it is for. */
const keywords = [
  'type',
  'format',
  'enum',
  'nullable',
  'readOnly',
  'maxLength',
  'minLength',
  'minimum',
  'maximum',
]

const isAmong = (names: ReadonlySet<string>, name: Json | undefined): boolean =>
  typeof name === 'string' && names.has(name)

function pick(value: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(
    names.flatMap((name): [string, Json][] => {
      const member = value[name]
      return member === undefined ? [] : [[name, member]]
    }),
  )
}

function mapMembers(value: JsonObject, change: (member: Json, name: string) => Json | undefined): JsonObject {
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]): [string, Json][] => {
      const changed = member === undefined ? undefined : change(member, name)
      return changed === undefined ? [] : [[name, changed]]
    }),
  )
}

/** Without the texts for people. */
function withoutWords(value: Json): Json {
  if (isJsonArray(value)) return value.map(withoutWords)
  if (!isJsonObject(value)) return value
  return mapMembers(value, (member, name) => {
    if (name === 'description') return undefined
    // Scopes are names with a text each.
    return name === 'scopes' && isJsonObject(member) ? mapMembers(member, () => '') : withoutWords(member)
  })
}

function objectAt(value: JsonObject, name: string): JsonObject {
  const member = value[name]
  return member !== undefined && isJsonObject(member) ? member : {}
}

function listAt(value: JsonObject, name: string): readonly Json[] {
  const member = value[name]
  return member !== undefined && isJsonArray(member) ? member : []
}
