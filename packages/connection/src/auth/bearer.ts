import { Secret } from '@bindery/model'
import { z } from 'zod'
import { authMethod } from './auth-method.ts'
import { secretText } from './secret-text.ts'

/** RFC 6750: `Authorization: Bearer ...`. */
export const bearer = authMethod({
  name: 'bearer',
  title: 'Bearer token',
  hallmark: 'access_token',
  secrets: ['access_token'],
  schema: z.strictObject({ access_token: secretText.describe('The token, without the word "Bearer"') }),
  credential: ({ access_token }) => {
    const token = new Secret(access_token)
    return {
      secrets: [token],
      reservedHeaders: new Set(['authorization']),
      apply: (request, show) => ({
        ...request,
        headers: [...request.headers, ['authorization', `Bearer ${show(token)}`]],
      }),
    }
  },
})
