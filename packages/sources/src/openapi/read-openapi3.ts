import { isJsonArray, isJsonObject, type Json, type JsonObject } from '@bindery/model'
import type { IssueLog } from '../json-schema/issue-log.ts'
import { childPlace, knownChild, memberOf, type ObjectPlace, type Place } from '../json-schema/place.ts'
import type { References } from '../json-schema/references.ts'
import {
  type Body,
  type DescribedOperation,
  type Description,
  type Media,
  type OpenApiVersion,
  type OperationHead,
  type Parameter,
  type ParameterStyle,
  parameterStyles,
  type Response,
} from './normal-form.ts'
import { readHeads } from './operation-heads.ts'
import { resolvePart } from './resolve-part.ts'
import { readServers } from './read-servers.ts'

/** Reads OpenAPI 3.0, 3.1 and 3.2, which differ in schemas and in a few additions only. */
export function readOpenApi3(
  root: ObjectPlace,
  version: OpenApiVersion,
  tools: { readonly references: References; readonly log: IssueLog },
): Description {
  const components = childPlace(root, 'components')
  return {
    version,
    root,
    info: childPlace(root, 'info'),
    schemas: childPlace(components, 'schemas'),
    securitySchemes: childPlace(components, 'securitySchemes'),
    servers: readServers(root) ?? [],
    heads: readHeads(root, tools.references, tools.log),
    read: (head) => readOperation(head, tools.references),
  }
}

/** Parameters of the path item, then those of the operation; the same name and place is the operation's. */
export function mergeParameters(
  head: OperationHead,
  read: (place: Place) => Parameter,
): readonly Parameter[] {
  const found = new Map<string, Parameter>()
  for (const owner of [head.item, head.place]) {
    const listed = isJsonObject(owner.node) ? owner.node['parameters'] : undefined
    if (!isJsonArray(listed)) continue
    const list = knownChild(owner, 'parameters', listed)
    for (let index = 0; index < listed.length; index += 1) {
      const parameter = read(knownChild(list, index, listed[index] ?? null))
      const id = parameter.status === 'known' ? `${parameter.place} ${parameter.name}` : parameter.pointer
      found.set(id, parameter)
    }
  }
  return [...found.values()]
}

function readOperation(head: OperationHead, references: References): DescribedOperation {
  const body = memberOf(head.place.node, 'requestBody')
  const servers = readServers(head.place) ?? readServers(head.item)
  return {
    parameters: mergeParameters(head, (place) => readParameter(place, references)),
    ...(body === undefined || body === null
      ? {}
      : { body: readBody(knownChild(head.place, 'requestBody', body), references) }),
    responses: readResponses(head.place, references),
    ...(servers === undefined ? {} : { servers }),
  }
}

function readParameter(place: Place, references: References): Parameter {
  const at = resolvePart(place, references)
  const name = at?.node['name']
  const where = at === undefined ? undefined : placeOf(at.node['in'])
  if (at === undefined || typeof name !== 'string' || where === undefined) {
    return { status: 'unresolved', pointer: place.pointer }
  }
  const [media] = at.node['content'] === undefined ? [] : readContent(childPlace(at, 'content'), references)
  const style = styleOf(at.node['style'], where)
  return {
    status: 'known',
    name,
    place: where,
    required: at.node['required'] === true || where === 'path',
    style,
    explode: typeof at.node['explode'] === 'boolean' ? at.node['explode'] : style === 'form',
    allowReserved: at.node['allowReserved'] === true,
    schema: media === undefined ? presentChild(at, 'schema') : media.schema,
    ...(media === undefined ? {} : { contentType: media.type }),
    at,
  }
}

function placeOf(
  value: Json | undefined,
): 'path' | 'query' | 'header' | 'cookie' | 'querystring' | undefined {
  if (value === 'path' || value === 'query' || value === 'header' || value === 'cookie') return value
  return value === 'querystring' ? value : undefined
}

function styleOf(value: Json | undefined, place: string): ParameterStyle {
  const known = parameterStyles.find((style) => style === value)
  if (known !== undefined) return known
  return place === 'query' || place === 'cookie' || place === 'querystring' ? 'form' : 'simple'
}

function readBody(place: Place, references: References): Body {
  const at = resolvePart(place, references)
  if (at === undefined) return { status: 'unresolved', pointer: place.pointer }
  return {
    status: 'known',
    required: at.node['required'] === true,
    content: readContent(childPlace(at, 'content'), references),
    at,
  }
}

function readResponses(operation: Place, references: References): readonly Response[] {
  const list = childPlace(operation, 'responses')
  if (!isJsonObject(list.node)) return []
  return Object.keys(list.node)
    .filter(isSuccess)
    .map((status): Response => {
      const place = childPlace(list, status)
      return {
        status,
        place,
        content: () => {
          const at = resolvePart(place, references)
          return at === undefined ? undefined : readContent(childPlace(at, 'content'), references)
        },
      }
    })
}

/** Errors of the provider are told by their status; only what a success may give is read. */
export const isSuccess = (status: string): boolean => status.startsWith('2') || status === 'default'

function readContent(list: Place, references: References): readonly Media[] {
  if (!isJsonObject(list.node)) return []
  return Object.keys(list.node).flatMap((type): readonly Media[] => {
    const at = resolvePart(childPlace(list, type), references)
    if (at === undefined) return []
    const encoding = at.node['encoding']
    return [
      {
        type: type.split(';')[0]?.trim().toLowerCase() ?? '',
        schema: presentChild(at, 'schema') ?? presentChild(at, 'itemSchema'),
        encoding: isJsonObject(encoding) ? encoding : noEncoding,
      },
    ]
  })
}

const noEncoding: JsonObject = {}

function presentChild(place: ObjectPlace, key: string): Place | undefined {
  return place.node[key] === undefined ? undefined : childPlace(place, key)
}
