import { isJsonArray, isJsonObject, type Json, type JsonObject } from '@bindery/model'

/** An OpenAPI document with these operations alone, as they stand there, and all parts that they need; no webhooks. */
export function cutDocument(document: JsonObject, operations: ReadonlySet<string>): JsonObject {
  const paths = mapMembers(document['paths'], (item) => {
    const kept = mapMembers(item, (part) =>
      operations.has(operationOf(part) ?? '') || operationOf(part) === undefined ? part : undefined,
    )
    return Object.values(kept).some((part) => operationOf(part) !== undefined) ? kept : undefined
  })
  const used = new Set<string>()
  for (const reference of referencesIn(paths)) follow(document, reference, used)
  const components = mapMembers(document['components'], (section, name) =>
    name === 'securitySchemes'
      ? section
      : mapMembers(section, (part, key) => (used.has(`#/components/${name}/${key}`) ? part : undefined)),
  )
  const rest = mapMembers(document, (part, name) => (/^(x-|webhooks$)/.test(name) ? undefined : part))
  return { ...rest, paths, components }
}

function operationOf(part: Json): string | undefined {
  const id = isJsonObject(part) ? part['operationId'] : undefined
  return typeof id === 'string' ? id : undefined
}

function mapMembers(of: Json | undefined, map: (value: Json, name: string) => Json | undefined): JsonObject {
  if (!isJsonObject(of)) return {}
  return Object.fromEntries(
    Object.entries(of).flatMap(([name, value]) => {
      const mapped = map(value, name)
      return mapped === undefined ? [] : [[name, mapped]]
    }),
  )
}

function follow(document: JsonObject, reference: string, used: Set<string>): void {
  if (used.has(reference)) return
  used.add(reference)
  const target = reference
    .split('/')
    .slice(1)
    .reduce<Json | undefined>((part, name) => (isJsonObject(part) ? part[name] : undefined), document)
  for (const next of referencesIn(target)) follow(document, next, used)
}

function referencesIn(value: Json | undefined): readonly string[] {
  if (isJsonArray(value)) return value.flatMap(referencesIn)
  if (!isJsonObject(value)) return []
  const { $ref } = value
  return [...(typeof $ref === 'string' ? [$ref] : []), ...Object.values(value).flatMap(referencesIn)]
}
