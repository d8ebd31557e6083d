import { expect, test } from 'vitest'
import { introspectText, minimal, withOperation } from './test-document.ts'

const issuesOf = async (content: Parameters<typeof introspectText>[0]) =>
  (await introspectText(content)).issues.map(({ code }) => code)

const parameters = (names: readonly string[]) =>
  withOperation({
    operationId: 'find',
    parameters: names.map((name) => ({ name, in: 'query', schema: { type: 'string' } })),
    responses: {},
  })

test.each([
  ['an Armenian letter', ['t\u0585tal']],
  ['a Cherokee letter', ['\u13AAmount']],
  ['a letter of Coptic', ['am\u2c9funt']],
  ['mathematical letters', ['\u{1D41A}mount', 'amount']],
  ['a soft hyphen, with nothing like it', ['am\u00adount']],
  ['text that is turned around', ['\u202etnuoma']],
  ['letters of tags', ['amount\u{E0061}\u{E0062}']],
  ['a filler of Hangul', ['amount\u3164']],
  ['a variation selector', ['amount\ufe0f', 'amount']],
  ['a blank of Braille', ['amount\u2800']],
  ['one accent in two ways', ['r\u00e9gl\u00e9', 're\u0301gle\u0301']],
  ['Greek in Cyrillic', ['\u0441\u03bf\u0440']],
])('a name that passes for another one: %s', async (_, names) => {
  expect(await issuesOf(parameters(names))).toContain('name_confusable')
})

test.each([
  ['Japanese beside Latin', ['IDは']],
  ['Persian with a joiner', ['\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645']],
  ['Hindi with a joiner', ['\u0915\u094d\u200d\u0937']],
  ['a sign of a unit', ['100\u00b5m']],
])('a name that does not: %s', async (_, names) => {
  expect(await issuesOf(parameters(names))).not.toContain('name_confusable')
})

test('names of operations, objects and fields are looked at, too', async () => {
  const schema = (name: string) => ({ type: 'object', properties: { [name]: { type: 'string' } } })
  const answer = (name: string) => ({
    '200': {
      description: 'x',
      content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } },
    },
  })
  const { issues } = await introspectText(
    minimal({
      paths: {
        '/a': { get: { operationId: 'p\u0430y', responses: answer('Ord\u0435r') } },
        '/b': { get: { operationId: 'pay', responses: answer('Order') } },
      },
      components: { schemas: { 'Ord\u0435r': schema('am\u200bount'), Order: schema('amount') } },
    }),
  )
  expect(issues.filter(({ code }) => code === 'name_confusable').length).toBeGreaterThanOrEqual(3)
})

const first = "openapi: 3.1.0\ninfo: { title: First, version: '1' }\npaths: {}\n"
const second = first.replace('First', 'Second')

test.each([
  ['behind an end mark', `${first}...\n---\n${second}`],
  ['behind a comment', `${first}--- # the same\n${second}`],
  ['behind a directive', `%YAML 1.2\n---\n${first}...\n%YAML 1.2\n---\n${second}`],
  ['with line ends of another system', `${first}---\n${second}`.replaceAll('\n', '\r\n')],
  ['behind a mark of byte order', `\ufeff${first}---\n${second}`],
  ['that is nothing but a word', `${first}---\nnothing\n`],
  ['that is JSON', `${first}--- {"openapi":"3.1.0","info":{"title":"Second","version":"1"},"paths":{}}\n`],
  ['as the third of three', `${first}---\n${second}---\n${second}`],
])('a second YAML document %s', async (_, text) => {
  const { catalog, issues } = await introspectText(text)
  expect([catalog.title, issues.map(({ code }) => code)]).toEqual([
    'First',
    expect.arrayContaining(['yaml_documents_ignored']),
  ])
})

const scheme = (members: object) => minimal({ components: { securitySchemes: { s: { ...members } } } })
const elsewhere = 'https://evil.example/x'

test.each([
  [
    'a token of a password',
    scheme({ type: 'oauth2', flows: { password: { tokenUrl: elsewhere, scopes: {} } } }),
  ],
  [
    'a page for people',
    scheme({ type: 'oauth2', flows: { implicit: { authorizationUrl: elsewhere, scopes: {} } } }),
  ],
  [
    'a code for a device',
    scheme({
      type: 'oauth2',
      flows: { deviceAuthorization: { deviceAuthorizationUrl: elsewhere, tokenUrl: elsewhere, scopes: {} } },
    }),
  ],
  [
    'a refresh alone',
    scheme({ type: 'oauth2', flows: { authorizationCode: { refreshUrl: elsewhere, scopes: {} } } }),
  ],
  [
    'a device alone',
    scheme({ type: 'oauth2', flows: { deviceAuthorization: { deviceAuthorizationUrl: elsewhere } } }),
  ],
  ['an address that begins nowhere', scheme({ type: 'openIdConnect', openIdConnectUrl: '//evil.example/x' })],
  [
    'an address in the file system',
    scheme({ type: 'openIdConnect', openIdConnectUrl: 'file:///etc/passwd' }),
  ],
  ['metadata beside flows', scheme({ type: 'oauth2', oauth2MetadataUrl: elsewhere })],
])('an address of a document is said and not followed: %s', async (_, content) => {
  expect(await issuesOf(content)).toContain('address_not_followed')
})

test.each([
  [
    'a schema',
    withOperation({
      responses: {
        '200': { description: 'x', content: { 'application/json': { schema: { $ref: elsewhere } } } },
      },
    }),
  ],
  ['a parameter', withOperation({ parameters: [{ $ref: elsewhere }], responses: {} })],
  ['a path', minimal({ paths: { '/a': { $ref: elsewhere } } })],
])('a reference to an address is an issue: %s', async (_, content) => {
  const { catalog, issues } = await introspectText(content)
  const reasons = catalog.operations.map(({ availability }) => availability.status)
  expect(issues.length + reasons.filter((status) => status !== 'bindable').length).toBeGreaterThan(0)
})
