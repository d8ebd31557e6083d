import { mayCarryCredential, Secret } from '@bindery/model'
import { z } from 'zod'
import { authMethod } from './auth-method.ts'
import { secretText } from './secret-text.ts'

const schema = z
  .strictObject({
    api_key: secretText,
    in: z.enum(['header', 'query']).default('header').describe('Where the provider expects the key'),
    name: z.string().min(1).max(128).default('X-Api-Key').describe('Name of the header or query parameter'),
  })
  .superRefine((values, context) => {
    if (values.in === 'query' || mayCarryCredential(values.name)) return
    context.addIssue({
      code: 'custom',
      path: ['name'],
      message: 'Expected the name of a header that may be set.',
    })
  })

/** A key in a header or a query parameter, under the name that the provider gives it. */
export const apiKey = authMethod({
  name: 'api_key',
  title: 'API key',
  hallmark: 'api_key',
  secrets: ['api_key'],
  schema,
  credential: ({ api_key, in: place, name }) => {
    const key = new Secret(api_key)
    if (place === 'header') {
      return {
        secrets: [key],
        reservedHeaders: new Set([name.toLowerCase()]),
        apply: (request, show) => ({ ...request, headers: [...request.headers, [name, show(key)]] }),
      }
    }
    return {
      secrets: [key],
      reservedHeaders: new Set(),
      reservedQuery: new Set([name]),
      apply: (request, show) => {
        const pair = `${encodeURIComponent(name)}=${encodeURIComponent(show(key))}`
        return { ...request, query: request.query === '' ? pair : `${request.query}&${pair}` }
      },
    }
  },
})
