import { expect, test } from 'vitest'
import { introspectDocuments, loadAdapter } from './index.ts'

test('the example of the README does what it says', async () => {
  const bytes = new TextEncoder().encode(
    '{"openapi":"3.1.0","info":{"title":"Pets","version":"1"},"paths":{"/pets":{"get":{}}}}',
  )
  const { catalog, issues } = await introspectDocuments(
    [{ name: 'pets.json', bytes }],
    AbortSignal.timeout(60_000),
  )
  expect(catalog.operations.map((operation) => operation.name)).toEqual(['get_pets'])
  expect(issues).toEqual([])
  expect((await loadAdapter('openapi')).source).toBe('openapi')
})

test('an unknown source kind is a typed error that names the known ones', async () => {
  await expect(loadAdapter('__proto__')).rejects.toMatchObject({
    code: 'not_found',
    message: expect.stringContaining('openapi'),
  })
})
