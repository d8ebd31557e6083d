import { expect, test } from 'vitest'
import { introspectText, minimal, withOperation } from './test-document.ts'

/** What a reader of the document may take otherwise than we do is an issue, and never passes in silence. */
const codesOf = async (content: Parameters<typeof introspectText>[0]) =>
  (await introspectText(content)).issues.map(({ code }) => code)

const yaml = `openapi: 3.1.0
info: { title: First, version: '1' }
paths: {}
`

test('a second YAML document', async () => {
  const { catalog, issues } = await introspectText(`${yaml}---\n${yaml.replace('First', 'Second')}`)
  expect(catalog.title).toBe('First')
  expect(issues.map(({ code }) => code)).toContain('yaml_documents_ignored')
  expect(await codesOf(yaml)).not.toContain('yaml_documents_ignored')
})

test.each([
  ['openIdConnect', { type: 'openIdConnect', openIdConnectUrl: 'https://evil.example/.well-known/openid' }],
  [
    'oauth2',
    { type: 'oauth2', flows: { clientCredentials: { tokenUrl: 'https://evil.example/t', scopes: {} } } },
  ],
  ['oauth2 metadata', { type: 'oauth2', oauth2MetadataUrl: 'https://evil.example/m', flows: {} }],
])('an address for discovery: %s', async (_, scheme) => {
  const codes = await codesOf(minimal({ components: { securitySchemes: { login: scheme } } }))
  expect(codes).toContain('address_not_followed')
})

test('a scheme without an address says nothing', async () => {
  const scheme = { type: 'http', scheme: 'bearer' }
  expect(await codesOf(minimal({ components: { securitySchemes: { login: scheme } } }))).not.toContain(
    'address_not_followed',
  )
})

const named = (...names: readonly string[]) =>
  withOperation({
    operationId: 'find',
    parameters: names.map((name) => ({ name, in: 'query', schema: { type: 'string' } })),
    responses: {},
  })

test.each([
  ['a Cyrillic letter in a Latin word', ['p\u0430yment']],
  ['a Greek letter in a Latin word', ['t\u03BFtal']],
  ['a name all in Cyrillic that looks Latin', ['\u0441\u043E\u0440', 'cop']],
  ['wide letters', ['\uFF41mount', 'amount']],
  ['an invisible character', ['am\u200bount', 'amount']],
])('names that pass for others: %s', async (_, names) => {
  expect(await codesOf(named(...names))).toContain('name_confusable')
})

test.each([
  ['another alphabet', ['сумма', 'имя']],
  ['accents', ['montant_réglé', 'größe']],
  ['two words in two alphabets', ['id_пользователя']],
  ['the case of a letter', ['userId', 'userid']],
])('names that do not: %s', async (_, names) => {
  expect(await codesOf(named(...names))).not.toContain('name_confusable')
})
