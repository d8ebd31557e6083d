import { isJsonArray, isJsonObject, type Json, type JsonObject } from '@bindery/model'
import { mapMembers, toJsonSchema } from './discovery-schema.ts'

/** True for a Google Discovery document, which describes one version of one API. */
export function isDiscovery(root: Json): root is JsonObject {
  if (!isJsonObject(root) || root['openapi'] !== undefined || root['swagger'] !== undefined) return false
  const isNamed = root['kind'] === 'discovery#restDescription'
  const hasParts = root['resources'] !== undefined || root['methods'] !== undefined
  return isNamed || (root['kind'] === undefined && root['discoveryVersion'] !== undefined && hasParts)
}

/** Deepest nesting of resources that is read; real ones stay below ten. */
const deepestResource = 50

/**
 * The document with its schemas as JSON Schema and its methods with the names that OpenAPI has for the same things. Each
 * part stays in its place, so that an address in it is one in the provider's own document.
 */
export function raiseDiscovery(root: JsonObject): JsonObject {
  const { schemas, parameters } = root
  return {
    ...root,
    ...(schemas !== undefined && isJsonObject(schemas)
      ? { schemas: mapMembers(schemas, (schema) => toJsonSchema(schema)) }
      : {}),
    ...(parameters === undefined ? {} : { parameters: raiseParameters(parameters) }),
    ...raiseResource(root, [], 0),
    security: securityOf(root),
  }
}

/** Methods of a resource and, below it, of others. `tags` are the names on the way to it. */
function raiseResource(resource: JsonObject, tags: readonly string[], depth: number): JsonObject {
  const { methods, resources } = resource
  return {
    ...(methods !== undefined && isJsonObject(methods)
      ? { methods: mapMembers(methods, (method) => raiseMethod(method, tags)) }
      : {}),
    ...(resources !== undefined && isJsonObject(resources) && depth < deepestResource
      ? {
          resources: mapMembers(resources, (inner, name) =>
            isJsonObject(inner) ? { ...inner, ...raiseResource(inner, [...tags, name], depth + 1) } : inner,
          ),
        }
      : {}),
  }
}

function raiseMethod(method: Json, tags: readonly string[]): Json {
  if (!isJsonObject(method)) return method
  const { id, parameters } = method
  const scopes = listOf(method['scopes'])
  return {
    ...method,
    ...(id === undefined ? {} : { operationId: id }),
    ...(tags.length === 0 ? {} : { tags: [tags.join('.')] }),
    ...(parameters === undefined ? {} : { parameters: raiseParameters(parameters) }),
    // Any one of the scopes is enough.
    ...(scopes.length === 0 ? {} : { security: scopes.map((scope) => ({ oauth2: [scope] })) }),
  }
}

function raiseParameters(parameters: Json): Json {
  if (!isJsonObject(parameters)) return parameters
  return mapMembers(parameters, (parameter) => {
    const schema = toJsonSchema(parameter)
    if (!isJsonObject(parameter) || !isJsonObject(schema)) return parameter
    const { location, required } = parameter
    return {
      ...schema,
      ...(location === undefined ? {} : { location }),
      ...(required === true ? { mustBeSent: true } : {}),
    }
  })
}

/** What a call needs where its method does not say: a key is enough for public data. */
function securityOf(root: JsonObject): readonly Json[] {
  const { auth } = root
  return auth !== undefined && isJsonObject(auth) && auth['oauth2'] !== undefined ? [{ oauth2: [] }] : []
}

const listOf = (value: Json | undefined): readonly string[] =>
  value !== undefined && isJsonArray(value) ? value.filter((item) => typeof item === 'string') : []
