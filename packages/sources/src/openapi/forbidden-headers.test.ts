import { expect, test } from 'vitest'
import { introspectDocuments } from './introspect.ts'

const signal = new AbortController().signal

async function lift(header: object) {
  const document = {
    openapi: '3.1.0',
    info: { title: 'Shop', version: '1' },
    paths: {
      '/things/{id}': {
        get: {
          operationId: 'getThing',
          parameters: [
            { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
            { in: 'header', ...header },
          ],
          responses: {
            200: { description: 'ok', content: { 'application/json': { schema: { type: 'object' } } } },
          },
        },
      },
    },
  }
  const bytes = new TextEncoder().encode(JSON.stringify(document))
  const { catalog } = await introspectDocuments([{ name: 'shop.json', bytes }], signal)
  const [operation] = catalog.operations
  if (operation === undefined) throw new Error('Nothing was lifted.')
  return operation
}

test('a header that makes a request another one is seen in the effect, sent by nobody, and says why', async () => {
  const operation = await lift({
    name: 'X-HTTP-Method-Override',
    required: true,
    schema: { type: 'string', enum: ['DELETE'] },
  })
  expect(operation.effect).toBe('delete')
  expect(JSON.stringify(operation.call)).not.toContain('DELETE')
  expect(operation.availability).toMatchObject({
    status: 'quarantined',
    reasons: [{ code: 'header_forbidden' }],
  })
})

test('an operation that can do without such a header is only limited', async () => {
  const operation = await lift({ name: 'X-Forwarded-For', schema: { type: 'string' } })
  expect(operation.availability).toMatchObject({ status: 'limited', reasons: [{ code: 'header_forbidden' }] })
  expect(operation.effect).toBe('read')
})

test('any other header is an argument like the rest', async () => {
  const operation = await lift({ name: 'X-Tenant', schema: { type: 'string' } })
  expect(operation.availability).toEqual({ status: 'bindable' })
})
