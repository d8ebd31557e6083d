import { isJsonObject, type Json, type JsonObject, withoutTrailing } from '@bindery/model'
import type { IssueLog } from '../json-schema/issue-log.ts'
import { asObjectPlace, childPlace, type ObjectPlace, type Place } from '../json-schema/place.ts'
import { readDiscoveryPath, type DiscoveryPath } from './discovery-path.ts'
import { referenceTo } from './discovery-schema.ts'
import type {
  Body,
  DescribedOperation,
  Description,
  KnownParameter,
  Media,
  OperationHead,
  Parameter,
  Response,
  Server,
} from './normal-form.ts'

interface Method {
  readonly path: DiscoveryPath
  readonly at: ObjectPlace
}

/** Raises a Discovery document, whose parts `raiseDiscovery` has brought into shape, to the normal form. */
export function readDiscovery(root: ObjectPlace, { log }: { readonly log: IssueLog }): Description {
  const methods = new Map<OperationHead, Method>()
  const heads = methodPlaces(root).map(([place, resource]) => {
    const at = asObjectPlace(place)
    const path = at === undefined ? undefined : readDiscoveryPath(at.node)
    const head = toHead(place, resource, path)
    if (at !== undefined && path !== undefined) methods.set(head, { path, at })
    return head
  })
  return {
    version: 'discovery',
    root,
    info: { ...root, node: infoOf(root.node) },
    schemas: childPlace(root, 'schemas'),
    securitySchemes: { ...childPlace(root, 'auth'), node: schemesOf(root.node) },
    servers: serversOf(root),
    heads,
    read: (head) => readMethod(head, { root, method: methods.get(head), log }),
  }
}

/** Every method with the resource that holds it, those of the API itself first. */
function methodPlaces(root: ObjectPlace): readonly (readonly [method: Place, resource: ObjectPlace])[] {
  const found: (readonly [Place, ObjectPlace])[] = []
  const open: ObjectPlace[] = [root]
  for (let resource = open.shift(); resource !== undefined; resource = open.shift()) {
    const methods = childPlace(resource, 'methods')
    const names = isJsonObject(methods.node) ? Object.keys(methods.node) : []
    for (const name of names) found.push([childPlace(methods, name), resource])
    const inner = childPlace(resource, 'resources')
    const below = isJsonObject(inner.node) ? Object.keys(inner.node) : []
    open.unshift(...below.flatMap((name) => asObjectPlace(childPlace(inner, name)) ?? []))
  }
  return found
}

function toHead(place: Place, item: ObjectPlace, path: DiscoveryPath | undefined): OperationHead {
  // What is no method at all is refused as that, and not for what it lacks.
  const method = isJsonObject(place.node) ? place.node['httpMethod'] : 'GET'
  return {
    path: path?.key ?? '/',
    method: typeof method === 'string' ? method.toUpperCase() : 'UNNAMED',
    place,
    item,
  }
}

interface Reading {
  readonly root: ObjectPlace
  readonly method: Method | undefined
  readonly log: IssueLog
}

function readMethod(head: OperationHead, { root, method, log }: Reading): DescribedOperation {
  if (method === undefined && !isJsonObject(head.place.node)) return { parameters: [], responses: [] }
  if (method === undefined) {
    const message = 'The method has no path.'
    const reason = { code: 'path_unreadable', message, pointer: head.place.pointer }
    return { parameters: [], responses: [], obstacles: [{ weight: 'quarantine', reason }] }
  }
  reportMedia(method.at, log)
  const body = bodyOf(method.at)
  return {
    parameters: parametersOf(root, method),
    ...(body === undefined ? {} : { body }),
    responses: [responseOf(method.at)],
  }
}

/** Parameters that every method takes, then the method's own; the same name is the method's. */
function parametersOf(root: ObjectPlace, { at, path }: Method): readonly Parameter[] {
  const found = new Map<string, Parameter>()
  for (const owner of [root, at]) {
    const list = childPlace(owner, 'parameters')
    const names = isJsonObject(list.node) ? Object.keys(list.node) : []
    for (const name of names) {
      if (!path.replaced.includes(name)) found.set(name, readParameter(childPlace(list, name), name))
    }
  }
  for (const slot of path.made) if (!found.has(slot.name)) found.set(slot.name, toSlotParameter(at, slot))
  return [...found.values()]
}

function readParameter(place: Place, name: string): Parameter {
  const at = asObjectPlace(place)
  const where = at?.node['location'] ?? 'query'
  if (at === undefined || (where !== 'path' && where !== 'query')) {
    return { status: 'unresolved', pointer: place.pointer }
  }
  return {
    status: 'known',
    name,
    place: where,
    required: at.node['mustBeSent'] === true || where === 'path',
    style: where === 'path' ? 'simple' : 'form',
    explode: where !== 'path',
    allowReserved: false,
    schema: at,
    at,
  }
}

/** A stretch of the path that the document writes as part of a longer parameter. */
function toSlotParameter(method: ObjectPlace, slot: DiscoveryPath['made'][number]): KnownParameter {
  const from = childPlace(childPlace(method, 'parameters'), slot.of)
  const described = isJsonObject(from.node) ? from.node['description'] : undefined
  const node: JsonObject = { type: 'string', ...(described === undefined ? {} : { description: described }) }
  const at: ObjectPlace = { file: from.file, pointer: from.pointer, depth: from.depth, node }
  const { name } = slot
  const fixed = { style: 'simple', explode: false, allowReserved: false } as const
  return { status: 'known', name, place: 'path', required: true, ...fixed, schema: at, at }
}

function bodyOf(at: ObjectPlace): Body | undefined {
  const request = asObjectPlace(childPlace(at, 'request'))
  if (request !== undefined) {
    const schema = referencePlace(request)
    return { status: 'known', required: false, content: [toMedia('application/json', schema)], at: request }
  }
  // Nothing but a file is sent, and files are not.
  const upload = asObjectPlace(childPlace(at, 'mediaUpload'))
  if (upload === undefined) return undefined
  return { status: 'known', required: true, content: [toMedia('multipart/related', undefined)], at: upload }
}

function responseOf(at: ObjectPlace): Response {
  const place = childPlace(at, 'response')
  const answer = asObjectPlace(place)
  const content = answer === undefined ? [] : [toMedia('application/json', referencePlace(answer))]
  return { status: answer === undefined ? '204' : '200', place, content: () => content }
}

/** `request` and `response` name a schema as schemas do among themselves. */
function referencePlace(at: ObjectPlace): Place {
  const name = at.node['$ref']
  return typeof name === 'string' ? { ...at, pointer: at.pointer, node: { $ref: referenceTo(name) } } : at
}

const toMedia = (type: string, schema: Place | undefined): Media => ({ type, schema, encoding: {} })

function reportMedia({ node, pointer }: ObjectPlace, log: IssueLog): void {
  const report = (code: string, message: string, member: string): void =>
    log.report({ code, severity: 'info', message, pointer: `${pointer}/${member}` })
  if (node['mediaUpload'] !== undefined)
    report('media_upload_ignored', 'The method also takes a file, which is not sent.', 'mediaUpload')
  if (node['supportsMediaDownload'] === true)
    report('media_download_ignored', 'The method can also answer with a file.', 'supportsMediaDownload')
}

function serversOf(root: ObjectPlace): readonly Server[] {
  const { rootUrl, servicePath, baseUrl } = root.node
  const parts = [rootUrl, servicePath].map((part) => (typeof part === 'string' ? part : ''))
  const joined = parts[0] === '' && typeof baseUrl === 'string' ? baseUrl : parts.join('')
  const url = withoutTrailing(joined, '/')
  return url === '' ? [] : [{ url, pointer: `${root.pointer}/rootUrl` }]
}

function infoOf({ title, version, description, name }: JsonObject): JsonObject {
  const shown = title ?? name
  return {
    ...(shown === undefined ? {} : { title: shown }),
    ...(version === undefined ? {} : { version }),
    ...(description === undefined ? {} : { description }),
  }
}

/** OAuth with its scopes, and the key that public data asks for. */
function schemesOf({ auth, parameters }: JsonObject): Json {
  const hasKey = parameters !== undefined && isJsonObject(parameters) && parameters['key'] !== undefined
  const oauth2 = auth !== undefined && isJsonObject(auth) ? auth['oauth2'] : undefined
  return {
    ...(oauth2 === undefined ? {} : { oauth2: { type: 'oauth2' } }),
    ...(hasKey ? { key: { type: 'apiKey', in: 'query', name: 'key' } } : {}),
  }
}
