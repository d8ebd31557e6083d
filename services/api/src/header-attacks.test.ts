import { clinicDocument } from '@bindery/fixtures'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  type ClinicServer,
  errorCodes,
  findPatient,
  must,
  startClinicServer,
} from './testing/clinic-server.ts'
import { type ShopServer, startShopServer } from './testing/shop-server.ts'

/** What each tries, and the name that it tries it with. */
const names: readonly (readonly [attack: string, name: string])[] = [
  ['another method in mixed signs', 'X-HTTP_Method-Override'],
  ['another method through a variable of CGI', 'X.HTTP.Method.Override'],
  ['a proxy for what the provider sends itself', 'Proxy'],
  ['a certificate that a proxy has checked', 'Client-Cert'],
  ['a file of the server through its proxy', 'X-Accel-Mapping'],
  ['the address of the caller', 'X~Forwarded~For'],
  ['the length of another body', 'Content_Length'],
  ['a second type of the body', 'Content_Type'],
  ['the session of somebody else', 'cookie'],
  ['a message within the message', 'X-Ref\r\nX-Admin'],
  ['a name with a blank at its end', 'X-HTTP-Method-Override '],
  ['a field of HTTP/2', ':path'],
  ['the key of the connection in another spelling', 'X_Clinic-Key'],
]

const withHeaders = {
  ...clinicDocument,
  paths: {
    ...clinicDocument.paths,
    '/attacked': {
      get: {
        operationId: 'attacked',
        parameters: [
          ...names.map(([, name]) => ({ name, in: 'header', schema: { type: 'string' } })),
          { name: 'X-Side', in: 'header', schema: { type: 'string' } },
          { name: 'x_side', in: 'header', schema: { type: 'string' } },
          { name: 'sid', in: 'cookie', schema: { type: 'string' } },
          { name: 'all', in: 'cookie', schema: { type: 'object', additionalProperties: { type: 'string' } } },
        ],
        responses: { 200: { description: 'ok' } },
      },
    },
  },
}

const Operation = z.object({ availability: z.object({ status: z.string(), reasons: z.array(z.unknown()) }) })

describe('a header of a document that no binding may send', () => {
  let server: ClinicServer
  beforeAll(async () => {
    server = await startClinicServer()
    await must(server.api('PUT', '/integrations/clinic/source', { body: JSON.stringify(withHeaders) }))
    await must(server.api('POST', '/integrations/clinic/discover', { headers: { prefer: 'wait=30' } }))
  })
  afterAll(() => server.close())

  const bind = (inputs: readonly { readonly param: string; readonly argument: string }[]) =>
    server.bind({ ...findPatient, operation: 'attacked', projection: [], inputs: [...inputs] })

  it.each(names)('%s: %j', async (_, argument) => {
    const answer = await bind([{ param: 'given_value', argument }])
    expect(answer.status).toBe(422)
    expect(errorCodes(answer)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^(?:header_forbidden|argument_unknown|sensitive_field)$/),
      ]),
    )
  })

  it.each([
    ['one cookie', 'sid'],
    ['as many cookies as the caller likes', 'all'],
  ])('%s', async (_, argument) => {
    expect(errorCodes(await bind([{ param: 'given_value', argument }]))).toContain('header_forbidden')
  })

  it('two spellings side by side', async () => {
    const answer = await bind([
      { param: 'one', argument: 'X-Side' },
      { param: 'other', argument: 'x_side' },
    ])
    expect(errorCodes(answer)).toContain('header_duplicate')
  })

  it('is said in the catalog, cookies too', async () => {
    const { data } = await must(server.api('GET', '/integrations/clinic/operations/attacked'))
    const { status, reasons } = Operation.parse(data).availability
    expect(status).toBe('limited')
    expect(JSON.stringify(reasons)).toContain('The cookie \\"sid\\" may not be sent')
  })
})

describe('a header of an action that no action may send', () => {
  let shop: ShopServer
  beforeAll(async () => {
    shop = await startShopServer()
  })
  afterAll(() => shop.close())

  const describeWith = (headers: object) =>
    shop.api('POST', '/integrations/shop/shared-actions', {
      body: {
        name: 'Attack',
        description: 'Sends a header.',
        method: 'GET',
        path: '/orders/1',
        headers,
        variables: [{ name: 'value', type: 'string' }],
        responseMapping: [{ path: 'data.status', leaf: 'order_status', type: 'string' }],
      },
    })

  it.each(names.filter(([, name]) => name !== 'X_Clinic-Key'))('%s: %j', async (_, name) => {
    const answer = await describeWith({ [name]: '{{value}}' })
    expect([answer.status, errorCodes(answer)]).toEqual([422, ['header_forbidden']])
  })

  it('two spellings side by side', async () => {
    const answer = await describeWith({ 'X-Side': '{{value}}', 'X.side': 'b' })
    expect(errorCodes(answer)).toEqual(['header_duplicate'])
  })
})
