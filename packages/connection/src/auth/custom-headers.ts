import { mayCarryCredential, Secret } from '@bindery/model'
import { z } from 'zod'
import { authMethod } from './auth-method.ts'
import { headerName, secretText } from './secret-text.ts'

const schema = z.strictObject({
  headers: z
    .record(
      headerName.refine(mayCarryCredential, 'Expected a header that does not belong to the transport.'),
      secretText,
    )
    .refine((headers) => Object.keys(headers).length >= 1, 'Expected at least one header.')
    .refine((headers) => Object.keys(headers).length <= 20, 'Expected at most 20 headers.')
    .describe('Header names with the value of each'),
})

/** Headers as they are, for providers whose scheme no other method covers. Every value counts as a secret. */
export const customHeaders = authMethod({
  name: 'custom_headers',
  title: 'Custom headers',
  hallmark: 'headers',
  secrets: ['headers'],
  schema,
  credential: ({ headers }) => {
    const lines = Object.entries(headers).map(([name, value]) => ({ name, secret: new Secret(value) }))
    return {
      secrets: lines.map((line) => line.secret),
      reservedHeaders: new Set(lines.map((line) => line.name.toLowerCase())),
      apply: (request, show) => ({
        ...request,
        headers: [...request.headers, ...lines.map((line) => [line.name, show(line.secret)] as const)],
      }),
    }
  },
})
