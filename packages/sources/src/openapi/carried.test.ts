import {
  type CheckedBinding,
  describeType,
  type HttpRequest,
  type Json,
  type Operation,
} from '@bindery/model'
import { describe, expect, test } from 'vitest'
import { openapiAdapter } from './adapter.ts'
import { bindingOf, recording } from './test-call.ts'
import { introspectText, minimal, onlyOperation, withOperation } from './test-document.ts'

type Content = { readonly [type: string]: Json }

const components = {
  schemas: {
    Upload: { type: 'object', properties: { paper: { $ref: '#/components/schemas/File' } } },
    File: { type: 'string', format: 'binary' },
  },
}

const describing = (content: Content, version: string): Json => {
  const post = { requestBody: { content }, responses: {} }
  return minimal({ openapi: version, paths: { '/papers': { post } }, components })
}

/** What goes out of an operation whose body a parameter fills with `value`. */
async function send(document: Json, value: Json): Promise<HttpRequest> {
  const operation = await onlyOperation(document)
  const { connection, sent } = recording({ status: 204, headers: new Map(), body: new Uint8Array() })
  await openapiAdapter.execute(
    {
      operation: operation.name,
      effect: operation.effect,
      plan: openapiAdapter.lower(operation, fillingBody(operation)),
      arguments: { body: value },
      maxResponseBytes: 1000,
    },
    connection,
    AbortSignal.timeout(1000),
  )
  const [request] = sent
  if (request === undefined) throw new Error('Nothing was sent.')
  return request
}

function fillingBody(operation: Operation): CheckedBinding {
  const body = operation.arguments.find(({ name }) => name === 'body')
  if (body === undefined) throw new Error('The operation has no body.')
  return bindingOf(operation, [[['body'], body.type]])
}

const bodyText = ({ body }: HttpRequest): string =>
  new TextDecoder().decode(body?.bytes).replaceAll(/bindery-[0-9a-f]+/g, 'B')

const partOf = (type: string, bytes: string): string =>
  `--B\r\nContent-Disposition: form-data; name="paper"; filename="paper"\r\nContent-Type: ${type}\r\n\r\n${bytes}\r\n`

describe('a file in a multipart form is sent as one', () => {
  const file = { type: 'string', format: 'binary' }
  const named = { $ref: '#/components/schemas/File' }
  const withPaper = (schema: Json): Json => ({ type: 'object', properties: { paper: schema } })
  const png = 'image/png'
  const stream = 'application/octet-stream'
  test.each<[string, Json, string]>([
    ['inline', withPaper(file), stream],
    ['behind a name', withPaper(named), stream],
    ['in a named form', { $ref: '#/components/schemas/Upload' }, stream],
    ['in a composed form', { allOf: [{ $ref: '#/components/schemas/Upload' }] }, stream],
    ['in one of several parts of a form', { allOf: [{ properties: { a: {} } }, withPaper(file)] }, stream],
    [
      'in a form that may be null',
      { anyOf: [{ $ref: '#/components/schemas/Upload' }, { type: 'null' }] },
      stream,
    ],
    [
      'in one of several forms',
      { oneOf: [withPaper(named), { properties: { url: { type: 'string' } } }] },
      stream,
    ],
    ['composed', withPaper({ allOf: [named], description: 'x' }), stream],
    [
      'composed of a type and a format',
      withPaper({ allOf: [{ type: 'string' }, { format: 'binary' }] }),
      stream,
    ],
    ['that may be null', withPaper({ anyOf: [named, { type: 'null' }] }), stream],
    ['that may be null, in older words', withPaper({ ...file, nullable: true }), stream],
    ['of a media type', withPaper({ type: 'string', contentMediaType: png }), png],
    [
      'of a media type that is encoded',
      withPaper({ type: 'string', contentEncoding: 'base64', contentMediaType: png }),
      png,
    ],
    ['that is encoded', withPaper({ type: 'string', contentEncoding: 'base64' }), stream],
  ])('%s', async (_, schema, type) => {
    const sent = await send(describing({ 'multipart/form-data': { schema } }, '3.1.0'), { paper: 'aGVsbG8=' })
    expect(bodyText(sent)).toBe(`${partOf(type, 'hello')}--B--\r\n`)
  })

  test.each<[string, Json]>([
    ['of files', { type: 'array', items: file }],
    ['of named files', { type: 'array', items: named }],
    ['or one file', { anyOf: [file, { type: 'array', items: named }] }],
  ])('and so is each of a list %s', async (_, paper) => {
    const document = describing({ 'multipart/form-data': { schema: withPaper(paper) } }, '3.0.3')
    const sent = await send(document, { paper: ['aGVsbG8=', 'aGk='] })
    expect(bodyText(sent)).toBe(`${partOf(stream, 'hello')}${partOf(stream, 'hi')}--B--\r\n`)
  })

  test.each<[string, Json, Json, string]>([
    ['its encoding', file, { contentType: 'image/png, image/jpeg' }, partOf(png, 'hello')],
    [
      'its encoding, of bytes that are text elsewhere',
      { type: 'string', format: 'byte' },
      { contentType: png },
      partOf(png, 'hello'),
    ],
    ['its encoding, of a value that nothing describes', {}, { contentType: stream }, partOf(stream, 'hello')],
    ['a wildcard, which is none', file, { contentType: 'image/*' }, partOf(stream, 'hello')],
  ])('under the media type of %s', async (...[, schema, encoding, expected]) => {
    const content = { 'multipart/form-data': { schema: withPaper(schema), encoding: { paper: encoding } } }
    expect(bodyText(await send(describing(content, '3.1.0'), { paper: 'aGVsbG8=' }))).toBe(
      `${expected}--B--\r\n`,
    )
  })

  test('of Swagger 2.0', async () => {
    const parameters = [{ name: 'paper', in: 'formData', type: 'file' }]
    const document = {
      swagger: '2.0',
      info: { title: 'T', version: '1' },
      paths: { '/papers': { post: { parameters } } },
    }
    expect(bodyText(await send(document, { paper: 'aGVsbG8=' }))).toBe(`${partOf(stream, 'hello')}--B--\r\n`)
  })

  test('but base64 text stays text where nothing makes a file of it', async () => {
    const content = { 'multipart/form-data': { schema: withPaper({ type: 'string', format: 'byte' }) } }
    expect(bodyText(await send(describing(content, '3.0.3'), { paper: 'aGVsbG8=' }))).toContain(
      'name="paper"\r\n\r\naGVsbG8=\r\n',
    )
  })
})

describe('a body goes out in the media type that can carry it', () => {
  const file = { schema: { $ref: '#/components/schemas/File' } }
  const form = { schema: { $ref: '#/components/schemas/Upload' } }
  const fields = { schema: { type: 'object', properties: { a: { type: 'string' } } } }
  const text = { schema: { type: 'string' } }
  test.each<[string, Content, string]>([
    [
      'JSON before a form',
      { 'multipart/form-data': fields, 'application/json': fields },
      'json application/json',
    ],
    [
      'a form for a file that JSON cannot hold',
      { 'application/json': form, 'multipart/form-data': form },
      'multipart multipart/form-data',
    ],
    [
      'a form for a file that a plain form cannot hold',
      { 'application/x-www-form-urlencoded': form, 'multipart/form-data': form },
      'multipart multipart/form-data',
    ],
    [
      'bytes for a file that JSON cannot hold',
      { 'application/json': file, 'application/octet-stream': file },
      'binary application/octet-stream',
    ],
    ['bytes under a wildcard', { '*/*': file }, 'binary application/octet-stream'],
    ['bytes under a wildcard of images', { 'image/*': file }, 'binary application/octet-stream'],
    ['text under a wildcard', { '*/*': text }, 'text text/plain'],
    ['fields under a wildcard', { '*/*': fields }, 'json application/json'],
    ['JSON before a wildcard', { '*/*': fields, 'application/json': fields }, 'json application/json'],
    [
      'fields, not text',
      { 'text/plain': fields, 'application/x-www-form-urlencoded': fields },
      'form application/x-www-form-urlencoded',
    ],
    [
      'JSON of a vendor',
      { 'application/vnd.desk.v2+json; charset=utf-8': fields },
      'json application/vnd.desk.v2+json',
    ],
    [
      'fields under the name of a vendor',
      { 'application/x-amz-json-1.1': fields },
      'json application/x-amz-json-1.1',
    ],
    [
      'bytes under the name of a vendor',
      { 'application/vnd.desk.scan': {} },
      'binary application/vnd.desk.scan',
    ],
    ['text', { 'text/plain': text }, 'text text/plain'],
  ])('%s', async (_, content, expected) => {
    const { call } = await onlyOperation(describing(content, '3.1.0'))
    const [kind, mediaType] = expected.split(' ')
    expect(call).toMatchObject({ body: { kind, mediaType } })
  })
})

describe('an answer is read as what its schema describes', () => {
  const fields = { schema: { type: 'object', properties: { a: { type: 'string' } } } }
  const file = { schema: { $ref: '#/components/schemas/File' } }
  test.each<[string, Content, string, string]>([
    ['fields under text', { 'text/html': fields }, 'json', 'get_things.response'],
    [
      'fields under a name of the provider',
      { 'application/vnd.desk': fields },
      'json',
      'get_things.response',
    ],
    ['a file under JSON', { 'application/json': file }, 'binary', 'binary'],
    ['text under a wildcard', { '*/*': { schema: { type: 'string', format: 'date' } } }, 'plain', 'date'],
    ['a number under a wildcard', { '*/*': { schema: { type: 'integer' } } }, 'json', 'integer'],
    ['events', { 'text/event-stream': fields }, 'text', 'string'],
    ['bytes', { 'application/octet-stream': fields }, 'binary', 'binary'],
  ])('%s', async (...[, content, answer, type]) => {
    const document = minimal({
      paths: { '/things': { get: { responses: { '200': { content } } } } },
      components,
    })
    const { call, returns } = await onlyOperation(document)
    expect([call, returns && describeType(returns.type)]).toEqual([expect.objectContaining({ answer }), type])
  })
})

describe('a list in a form', () => {
  const form = 'application/x-www-form-urlencoded'
  const tags = { type: 'array', items: { type: 'string' } }
  const value = { tags: ['mail', 'sms'] }
  test.each<[string, Json, Json, string]>([
    ['repeats, when nothing is said', {}, value, 'tags=mail&tags=sms'],
    ['repeats, when it is said', { tags: { style: 'form', explode: true } }, value, 'tags=mail&tags=sms'],
    ['is one text, when that is said', { tags: { explode: false } }, value, 'tags=mail,sms'],
    [
      'is spelt deep, when that is said',
      { tags: { style: 'deepObject' } },
      value,
      'tags%5B0%5D=mail&tags%5B1%5D=sms',
    ],
    ['is left out when it is empty', {}, { tags: [], a: 1 }, 'a=1'],
    ['of objects is spelt with brackets', {}, { tags: [{ a: 1 }] }, 'tags%5B0%5D%5Ba%5D=1'],
    [
      'inside an object is spelt with brackets',
      {},
      { more: value },
      'more%5Btags%5D%5B0%5D=mail&more%5Btags%5D%5B1%5D=sms',
    ],
  ])('%s', async (...[, encoding, given, expected]) => {
    const content = { [form]: { schema: { type: 'object', properties: { tags } }, encoding } }
    expect(bodyText(await send(describing(content, '3.0.3'), given))).toBe(expected)
  })

  test.each([
    [undefined, 'tags=mail,sms'],
    ['csv', 'tags=mail,sms'],
    ['multi', 'tags=mail&tags=sms'],
    ['ssv', 'tags=mail%20sms'],
    ['pipes', 'tags=mail%7Csms'],
  ])('of Swagger 2.0 is written as its collectionFormat %s says', async (collectionFormat, expected) => {
    const field = { name: 'tags', in: 'formData', ...tags, ...(collectionFormat && { collectionFormat }) }
    const post = { consumes: [form], parameters: [field] }
    const document = { swagger: '2.0', info: { title: 'T', version: '1' }, paths: { '/papers': { post } } }
    expect(bodyText(await send(document, value))).toBe(expected)
  })
})

describe('items that are a list of schemas', () => {
  const one = { type: 'object', properties: { id: { type: 'string' } } }
  const two = { type: 'object', properties: { peer: { type: 'string' } } }
  const text = { type: 'string' }
  const number = { type: 'number' }
  test.each<[string, Json, string, string]>([
    [
      'are one of these without "array"',
      { items: [one, two] },
      'get_things.response.item1 | get_things.response.item2',
      'warning',
    ],
    ['may be null', { items: [one, { type: 'null' }] }, 'get_things.response.item1?', 'warning'],
    ['are undescribed when they are no objects', { items: [text, number] }, 'any', 'warning'],
    ['are a list of either with it', { type: 'array', items: [text, number] }, '(string | number)[]', 'info'],
    [
      'and so are places of the newer words',
      { prefixItems: [text, number], items: { type: 'boolean' } },
      '(string | number | boolean)[]',
      'info',
    ],
  ])('%s', async (...[, schema, expected, severity]) => {
    const responses = { '200': { content: { 'application/json': { schema } } } }
    const { catalog, issues } = await introspectText(withOperation({ responses }))
    const returns = catalog.operations[0]?.returns
    expect([
      `${returns && describeType(returns.type)}${returns?.nullable === true ? '?' : ''}`,
      issues,
    ]).toEqual([expected, [expect.objectContaining({ code: 'items_not_one_schema', severity })]])
  })
})
