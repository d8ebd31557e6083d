import { Secret } from '@bindery/model'
import { z } from 'zod'
import { authMethod } from './auth-method.ts'
import { secretText } from './secret-text.ts'

/** RFC 7617, the pair encoded as UTF-8. */
export const basic = authMethod({
  name: 'basic',
  title: 'User name and password',
  hallmark: 'username',
  // Some providers take an API key for the name of the user.
  secrets: ['username', 'password'],
  schema: z.strictObject({
    username: secretText.refine((name) => !name.includes(':'), 'Expected a user name without ":".'),
    password: z.union([secretText, z.literal('')]).default(''),
  }),
  credential: ({ username, password }) => {
    const pair = new Secret(Buffer.from(`${username}:${password}`, 'utf8').toString('base64'))
    return {
      secrets: password === '' ? [pair, new Secret(username)] : [pair, new Secret(password)],
      reservedHeaders: new Set(['authorization']),
      apply: (request, show) => ({
        ...request,
        headers: [...request.headers, ['authorization', `Basic ${show(pair)}`]],
      }),
    }
  },
})
