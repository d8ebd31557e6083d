import { isJsonObject, type Json } from '@bindery/model'

/** What a text that is no JSON or YAML document seems to be. Undefined when there is no telling. */
export function describeText(head: string): string | undefined {
  const start = head.trimStart().slice(0, 400).toLowerCase()
  if (start === '') return 'an empty file'
  if (start.startsWith('<!doctype html') || start.startsWith('<html') || start.includes('<body')) {
    return 'an HTML page; give the address of the document itself, not of a page about it'
  }
  if (start.startsWith('<')) return start.includes('wsdl') ? 'a WSDL description' : 'an XML document'
  if (start.startsWith('#%raml')) return 'a RAML description'
  if (start.startsWith('%pdf')) return 'a PDF file'
  if (start.startsWith('pk\u0003\u0004')) return 'a ZIP archive'
  return undefined
}

/** What parsed data that is no OpenAPI document seems to be. */
export function describeData(root: Json): string {
  if (Array.isArray(root)) return 'a list'
  if (!isJsonObject(root)) return root === null ? 'an empty document' : `a single ${typeof root}`
  for (const [name, what] of signs) if (root[name] !== undefined) return what
  const info = root['info']
  if (
    isJsonObject(info) &&
    (info['_postman_id'] !== undefined ||
      (typeof info['schema'] === 'string' && info['schema'].includes('postman')))
  ) {
    return 'a Postman collection; export it as OpenAPI first'
  }
  const data = root['data']
  if (isJsonObject(data) && data['__schema'] !== undefined) return graphql
  return 'an object without "openapi" or "swagger" at the top'
}

const graphql = 'a GraphQL introspection result; connect it as a GraphQL source'

const signs: readonly (readonly [string, string])[] = [
  ['discoveryVersion', 'a list of APIs; give the address of the Google Discovery document of one of them'],
  ['swaggerVersion', 'a Swagger 1 description; convert it to OpenAPI 3 first'],
  ['__schema', graphql],
  ['asyncapi', 'an AsyncAPI description, which describes messages and not calls'],
  ['arazzo', 'an Arazzo description, which describes workflows'],
  ['overlay', 'an OpenAPI Overlay, which changes another document'],
  ['item', 'a Postman collection; export it as OpenAPI first'],
  ['log', 'an HTTP archive'],
  ['$schema', 'a JSON Schema'],
  ['error', 'an error answer'],
  ['errors', 'an error answer'],
]
