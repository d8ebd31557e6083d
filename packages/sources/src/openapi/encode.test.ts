import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { isJsonArray, isJsonObject, type Json, parseJson, PlatformError } from '@bindery/model'
import { describe, expect, test } from 'vitest'
import type { BodyEncoding, FieldEncoding, ParameterEncoding } from './call.ts'
import { encodeBody } from './encode-body.ts'
import { encodeHeader } from './encode-header.ts'
import { encodePath } from './encode-path.ts'
import { encodeQueryParameter } from './encode-query.ts'

const folder = fileURLToPath(new URL('../../../../fixtures/security/open/', import.meta.url))

function parameter(over: Partial<ParameterEncoding>): ParameterEncoding {
  return { argument: 'id', name: 'id', place: 'query', style: 'form', explode: true, ...over }
}

const pathOf = (over: Partial<ParameterEncoding>, value: Json): string =>
  encodePath(
    ['/x/', { slot: 'id' }],
    [parameter({ place: 'path', style: 'simple', explode: false, ...over })],
    () => value,
  )

const list = ['blue', 'black']
const map = { R: 100, G: 200 }

describe('path styles', () => {
  test.each<[Partial<ParameterEncoding>, Json, string]>([
    [{ style: 'simple' }, 'blue', '/x/blue'],
    [{ style: 'simple' }, list, '/x/blue,black'],
    [{ style: 'simple' }, map, '/x/R,100,G,200'],
    [{ style: 'simple', explode: true }, map, '/x/R=100,G=200'],
    [{ style: 'label' }, 'blue', '/x/.blue'],
    [{ style: 'label' }, list, '/x/.blue,black'],
    [{ style: 'label', explode: true }, list, '/x/.blue.black'],
    [{ style: 'label' }, map, '/x/.R,100,G,200'],
    [{ style: 'label', explode: true }, map, '/x/.R=100.G=200'],
    [{ style: 'matrix' }, 'blue', '/x/;id=blue'],
    [{ style: 'matrix' }, list, '/x/;id=blue,black'],
    [{ style: 'matrix', explode: true }, list, '/x/;id=blue;id=black'],
    [{ style: 'matrix' }, map, '/x/;id=R,100,G,200'],
    [{ style: 'matrix', explode: true }, map, '/x/;R=100;G=200'],
    [{ contentType: 'application/json' }, { a: 1 }, '/x/%7B%22a%22%3A1%7D'],
    [{}, "it's(a)*!", '/x/it%27s%28a%29%2A%21'],
    [{}, '9007199254740993', '/x/9007199254740993'],
  ])('%o of %o is %s', (over, value, expected) => expect(pathOf(over, value)).toBe(expected))

  test.each([['.'], ['..'], [''], ['a\r\n'], ['a\u0000b'], ['\ud800'], [['a', '..']], [[]], [null]])(
    'refuses %o and names the argument',
    (value) => {
      expect(() => pathOf({}, value)).toThrow(
        expect.objectContaining({ code: 'validation_error', message: expect.stringContaining('"id"') }),
      )
    },
  )

  test('a value that completes a dot segment with the text beside it is refused', () => {
    const encodings = [
      parameter({ place: 'path', style: 'label' }),
      parameter({ argument: 'b', place: 'path', style: 'simple' }),
    ]
    expect(() => encodePath(['/x/', { slot: 'id' }], encodings, () => ['', ''])).toThrow(PlatformError)
  })
})

describe('query styles', () => {
  test.each<[Partial<ParameterEncoding>, Json, string]>([
    [{}, 'a b&c=d', 'id=a%20b%26c%3Dd'],
    [{}, list, 'id=blue&id=black'],
    [{ explode: false }, list, 'id=blue,black'],
    [{ explode: false }, ['a,b', 'c'], 'id=a%2Cb,c'],
    [{}, map, 'R=100&G=200'],
    [{ explode: false }, map, 'id=R,100,G,200'],
    [{ style: 'spaceDelimited', explode: false }, list, 'id=blue%20black'],
    [{ style: 'pipeDelimited', explode: false }, list, 'id=blue%7Cblack'],
    [{ style: 'tabDelimited', explode: false }, list, 'id=blue%09black'],
    [{ style: 'deepObject' }, map, 'id%5BR%5D=100&id%5BG%5D=200'],
    [{ style: 'deepObject' }, { a: { b: [1, 2] } }, 'id%5Ba%5D%5Bb%5D%5B0%5D=1&id%5Ba%5D%5Bb%5D%5B1%5D=2'],
    [{ contentType: 'application/json' }, { a: [1] }, 'id=%7B%22a%22%3A%5B1%5D%7D'],
    [{ allowReserved: true }, 'a/b:c?d&e#f', 'id=a/b:c?d%26e%23f'],
    [{ name: '$filter' }, 'x eq 1', '%24filter=x%20eq%201'],
    [{}, [], ''],
    [{}, true, 'id=true'],
    [{}, 1e21, 'id=1000000000000000000000'],
  ])('%o of %o is %s', (over, value, expected) =>
    expect(encodeQueryParameter(parameter(over), value)).toBe(expected),
  )
})

describe('headers', () => {
  const header = parameter({ place: 'header', style: 'simple', explode: false })

  test.each<[Json, string]>([
    ['abc', 'abc'],
    [list, 'blue,black'],
    [map, 'R,100,G,200'],
    [5, '5'],
  ])('%o is sent as %s', (value, expected) => expect(encodeHeader(header, value)).toBe(expected))
})

describe('bodies', () => {
  const text = (encoding: BodyEncoding, value: Json, numbers: string[][] = []): string =>
    new TextDecoder().decode(encodeBody(encoding, value, numbers).bytes)

  const form: BodyEncoding = { mediaType: 'application/x-www-form-urlencoded', kind: 'form' }
  const withField = (field: Omit<FieldEncoding, 'name'>): BodyEncoding => ({
    ...form,
    fields: [{ name: 'f', ...field }],
  })
  const json: BodyEncoding = { mediaType: 'application/json', kind: 'json' }

  test.each<[string, { encoding: BodyEncoding; value: Json }, string]>([
    ['a flat form', { encoding: form, value: { a: 'x y', b: true } }, 'a=x+y&b=true'],
    [
      'nested members with brackets',
      { encoding: form, value: { metadata: { k: 'v' }, items: [{ price: 'p', quantity: 2 }] } },
      'metadata%5Bk%5D=v&items%5B0%5D%5Bprice%5D=p&items%5B0%5D%5Bquantity%5D=2',
    ],
    [
      'a field that repeats',
      { encoding: withField({ style: 'form', explode: true }), value: { f: list } },
      'f=blue&f=black',
    ],
    [
      'a field parted by commas',
      { encoding: withField({ explode: false }), value: { f: list } },
      'f=blue,black',
    ],
    [
      'a field that is JSON',
      { encoding: withField({ contentType: 'application/json' }), value: { f: { a: 1 } } },
      'f=%7B%22a%22%3A1%7D',
    ],
    ['no null members', { encoding: form, value: { a: null, b: 1 } }, 'b=1'],
    ['text', { encoding: { mediaType: 'text/plain', kind: 'text' }, value: 'hé' }, 'hé'],
    ['bytes', { encoding: { mediaType: 'application/octet-stream', kind: 'binary' }, value: 'aGk=' }, 'hi'],
    ['JSON', { encoding: json, value: { a: '"' } }, '{"a":"\\""}'],
  ])('writes %s', (_, { encoding, value }, expected) => expect(text(encoding, value)).toBe(expected))

  test('writes big integers and decimals as bare numbers, digit by digit', () => {
    const value = { id: '9007199254740993', lines: [{ price: '0.10' }, { price: '-01e400' }], note: '5' }
    expect(text(json, value, [['id'], ['lines', '*', 'price']])).toBe(
      '{"id":9007199254740993,"lines":[{"price":0.10},{"price":-1e400}],"note":"5"}',
    )
  })

  test.each([['1,"admin":true'], ['0x10'], ['NaN'], ['']])(
    'refuses %o where a bare number belongs',
    (value) => {
      expect(() => encodeBody(json, { id: value }, [['id']])).toThrow(PlatformError)
    },
  )

  test('multipart parts carry files as bytes and a boundary made from the content', () => {
    const encoding: BodyEncoding = {
      mediaType: 'multipart/form-data',
      kind: 'multipart',
      fields: [{ name: 'file', isBinary: true }],
    }
    const body = encodeBody(encoding, { file: 'aGk=', 'na"me\r\n': 'x', meta: { a: 1 } }, [])
    const boundary = body.contentType.slice(body.contentType.indexOf('=') + 1)
    expect(new TextDecoder().decode(body.bytes).replaceAll(boundary, 'B')).toBe(
      [
        '--B',
        'Content-Disposition: form-data; name="file"; filename="file"',
        'Content-Type: application/octet-stream',
        '',
        'hi',
        '--B',
        'Content-Disposition: form-data; name="na%22me%0D%0A"',
        '',
        'x',
        '--B',
        'Content-Disposition: form-data; name="meta"',
        'Content-Type: application/json',
        '',
        '{"a":1}',
        '--B--',
        '',
      ].join('\r\n'),
    )
    expect(encodeBody(encoding, { file: 'aGk=' }, []).contentType).toBe(
      encodeBody(encoding, { file: 'aGk=' }, []).contentType,
    )
  })
})

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '')

function casesOf(file: string): readonly { readonly [name: string]: Json }[] {
  if (!existsSync(`${folder}${file}`)) return []
  const content = parseJson(readFileSync(`${folder}${file}`, 'utf8'))
  const cases = isJsonObject(content) ? content['cases'] : undefined
  return isJsonArray(cases) ? cases.filter(isJsonObject) : []
}

describe.skipIf(!existsSync(folder))('hostile values', () => {
  test.each(casesOf('path-params.json').map((item) => [item['id'], item] as const))(
    'path case %s',
    (_, item) => {
      const template = textOf(item['template']).split(/(\{id\})/)
      const parts = template.map((part) => (part === '{id}' ? { slot: 'id' } : part))
      const encode = (): string =>
        encodePath(
          parts,
          [parameter({ place: 'path', style: 'simple', explode: false })],
          () => item['param'],
        )
      if (item['expect'] === 'reject') expect(encode).toThrow(PlatformError)
      else expect(`/v1${encode()}`).toBe(item['path'])
    },
  )

  test.each(
    casesOf('headers.json')
      .filter((item) => !textOf(item['expect']).startsWith('reject-at-compile'))
      .map((item) => [item['id'], item] as const),
  )('header case %s', (_, item) => {
    const encode = (): string =>
      encodeHeader(parameter({ place: 'header', style: 'simple' }), item['value'] ?? null)
    if (textOf(item['expect']).startsWith('reject')) expect(encode).toThrow(PlatformError)
    else expect(encode()).toBe(item['value'])
  })
})
