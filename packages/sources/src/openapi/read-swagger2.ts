import { isJsonArray, isJsonObject, type Json, type JsonObject, objectFrom } from '@bindery/model'
import type { IssueLog } from '../json-schema/issue-log.ts'
import { childPlace, type ObjectPlace, type Place } from '../json-schema/place.ts'
import type { References } from '../json-schema/references.ts'
import { isCredentialName } from './credential-parameters.ts'
import type {
  Body,
  DescribedOperation,
  Description,
  KnownParameter,
  Media,
  OperationHead,
  Parameter,
  ParameterStyle,
  Response,
} from './normal-form.ts'
import { readHeads } from './operation-heads.ts'
import { isSuccess, mergeParameters } from './read-openapi3.ts'
import { resolvePart } from './resolve-part.ts'
import { readSwaggerServers } from './read-servers.ts'

/** Raises Swagger 2.0 to the normal form: body and form parameters become a body, responses get media types. */
export function readSwagger2(
  root: ObjectPlace,
  tools: { readonly references: References; readonly log: IssueLog },
): Description {
  return {
    version: '2.0',
    root,
    info: childPlace(root, 'info'),
    schemas: childPlace(root, 'definitions'),
    securitySchemes: childPlace(root, 'securityDefinitions'),
    servers: readSwaggerServers(root, root.node),
    heads: readHeads(root, tools.references, tools.log),
    read: (head) => readOperation(head, root, tools.references),
  }
}

/** A parameter as it stands in the document, where body and form are places too. */
type SwaggerParameter =
  | Parameter
  | {
      readonly status: 'body' | 'formData'
      readonly place: string
      readonly name: string
      readonly at: ObjectPlace
    }

function readOperation(head: OperationHead, root: ObjectPlace, references: References): DescribedOperation {
  const swagger: SwaggerParameter[] = []
  const parameters = mergeParameters(head, (place) => {
    const parameter = readParameter(place, references)
    if (parameter.status === 'known' || parameter.status === 'unresolved') return parameter
    swagger.push(parameter)
    return toFormParameter(parameter)
  })
  const consumes = mediaTypes(head, root, 'consumes')
  const body = readBody(swagger, consumes, head)
  return {
    parameters: parameters.filter((parameter) => isSentApart(parameter, swagger)),
    ...(body === undefined ? {} : { body }),
    responses: readResponses(head, mediaTypes(head, root, 'produces'), references),
  }
}

/** Body and form parameters are part of the body, but for credentials that travel as form fields. */
function isSentApart(parameter: Parameter, swagger: readonly SwaggerParameter[]): boolean {
  if (parameter.status !== 'known' || parameter.place !== 'form') return true
  const isField = swagger.some((item) => item.status === 'formData' && item.at === parameter.at)
  return isField && isCredentialName(parameter.name)
}

function readParameter(place: Place, references: References): SwaggerParameter {
  const at = resolvePart(place, references)
  const name = at?.node['name']
  const where = at?.node['in']
  if (at === undefined || typeof name !== 'string') return { status: 'unresolved', pointer: place.pointer }
  if (where === 'body' || where === 'formData') return { status: where, place: where, name, at }
  if (where !== 'path' && where !== 'query' && where !== 'header')
    return { status: 'unresolved', pointer: place.pointer }
  return {
    status: 'known',
    name,
    place: where,
    required: at.node['required'] === true || where === 'path',
    ...formatOf(at.node['collectionFormat'], where),
    allowReserved: false,
    schema: at,
    at,
  }
}

function toFormParameter(parameter: Exclude<SwaggerParameter, Parameter>): KnownParameter {
  const style = formatOf(parameter.at.node['collectionFormat'], 'query')
  return {
    status: 'known',
    name: parameter.name,
    place: 'form',
    required: parameter.at.node['required'] === true,
    ...style,
    allowReserved: false,
    schema: parameter.at,
    at: parameter.at,
  }
}

function formatOf(
  format: Json | undefined,
  place: string,
): { readonly style: ParameterStyle; readonly explode: boolean } {
  if (format === 'multi') return { style: 'form', explode: true }
  if (format === 'ssv') return { style: 'spaceDelimited', explode: false }
  if (format === 'tsv') return { style: 'tabDelimited', explode: false }
  if (format === 'pipes') return { style: 'pipeDelimited', explode: false }
  return place === 'query' ? { style: 'form', explode: false } : { style: 'simple', explode: false }
}

function readBody(
  parameters: readonly SwaggerParameter[],
  consumes: readonly string[],
  head: OperationHead,
): Body | undefined {
  const body = parameters.find((parameter) => parameter.status === 'body')
  if (body?.status === 'body') {
    const types = consumes.length === 0 ? ['application/json'] : consumes
    const schema = body.at.node['schema'] === undefined ? undefined : childPlace(body.at, 'schema')
    return {
      status: 'known',
      required: body.at.node['required'] === true,
      content: types.map((type) => ({ type, schema, encoding: {} })),
      at: body.at,
    }
  }
  const fields = parameters.flatMap((parameter) => (parameter.status === 'formData' ? [parameter] : []))
  const kept = fields.filter((field) => !isCredentialName(field.name))
  return kept.length === 0 ? undefined : formBody(kept, consumes, head)
}

interface FormField {
  readonly name: string
  readonly at: ObjectPlace
}

function formBody(fields: readonly FormField[], consumes: readonly string[], head: OperationHead): Body {
  const required = fields.filter((field) => field.at.node['required'] === true).map((field) => field.name)
  const node: JsonObject = {
    type: 'object',
    properties: objectFrom(fields.map((field) => [field.name, fieldSchema(field.at.node)] as const)),
    required,
  }
  const at: ObjectPlace = {
    file: head.place.file,
    pointer: `${head.place.pointer}/parameters`,
    node,
    depth: head.place.depth + 1,
  }
  const hasFile = fields.some((field) => field.at.node['type'] === 'file')
  const forms = consumes.filter((type) => type.endsWith('form-data') || type.endsWith('urlencoded'))
  const types = hasFile
    ? ['multipart/form-data']
    : forms.length === 0
      ? ['application/x-www-form-urlencoded']
      : forms
  const encoding = objectFrom(fields.map((field) => [field.name, fieldEncoding(field.at.node)] as const))
  return {
    status: 'known',
    required: required.length > 0,
    content: types.map((type) => ({ type, schema: at, encoding })),
    at,
  }
}

/** A parameter of 2.0 is its own schema; `required` is a boolean there and no list. */
function fieldSchema(node: JsonObject): JsonObject {
  const { required: _required, in: _in, name: _name, ...schema } = node
  return schema
}

function fieldEncoding(node: JsonObject): JsonObject {
  if (node['type'] !== 'array') return {}
  const { style, explode } = formatOf(node['collectionFormat'], 'query')
  return { style, explode }
}

function readResponses(
  head: OperationHead,
  produces: readonly string[],
  references: References,
): readonly Response[] {
  const list = childPlace(head.place, 'responses')
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
          return at === undefined ? undefined : responseMedia(at, produces)
        },
      }
    })
}

function responseMedia(at: ObjectPlace, produces: readonly string[]): readonly Media[] {
  if (at.node['schema'] === undefined) return []
  const types = produces.length === 0 ? ['application/json'] : produces
  return types.map((type) => ({ type, schema: childPlace(at, 'schema'), encoding: {} }))
}

function mediaTypes(head: OperationHead, root: ObjectPlace, key: 'consumes' | 'produces'): readonly string[] {
  const own = isJsonObject(head.place.node) ? head.place.node[key] : undefined
  const listed = isJsonArray(own) ? own : root.node[key]
  if (!isJsonArray(listed)) return []
  return listed.flatMap((type) =>
    typeof type === 'string' ? [type.split(';')[0]?.trim().toLowerCase() ?? ''] : [],
  )
}
