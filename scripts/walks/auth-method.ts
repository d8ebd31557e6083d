import { tests, type Walk, writeHttpSurface } from './walk.ts'

const folder = 'packages/connection/src/auth'
const attacks = 'services/api/src/credentials/credential-origins.test.ts'

const method = `import { Secret } from '@bindery/model'
import { z } from 'zod'
import { authMethod } from './auth-method.ts'
import { secretText } from './secret-text.ts'

/** \`Authorization: Token ...\`, as some servers say it that know no bearer tokens. */
export const tokenScheme = authMethod({
  name: 'token_scheme',
  title: 'Token',
  hallmark: 'scheme_token',
  secrets: ['scheme_token'],
  schema: z.strictObject({ scheme_token: secretText.describe('The token, without the word "Token"') }),
  credential: ({ scheme_token }) => {
    const token = new Secret(scheme_token)
    return {
      secrets: [token],
      reservedHeaders: new Set(['authorization']),
      apply: (request, show) => ({
        ...request,
        headers: [...request.headers, ['authorization', \`Token \${show(token)}\`]],
      }),
    }
  },
})
`

const test = `import { describeAuthMethod } from './describe-auth-method.contract.ts'
import { tokenScheme } from './token-scheme.ts'

describeAuthMethod({
  method: tokenScheme,
  valuesWith: (secret) => ({ scheme_token: secret }),
  findIn: ({ headers }) => headers.authorization,
  expected: 'Token s3cr3t-value',
  appliesTo: 'every-request',
})
`

export const authMethod: Walk = {
  heading: 'Auth method',
  names: { method: 'token-scheme' },
  changes: [
    { file: `${folder}/token-scheme.ts`, is: method },
    { file: `${folder}/token-scheme.test.ts`, is: test },
    { file: `${folder}/registry.ts`, imports: `import { tokenScheme } from './token-scheme.ts'\n` },
    { file: `${folder}/registry.ts`, list: 'export const authMethods', text: '  tokenScheme,\n' },
    {
      file: attacks,
      list: 'const members: Readonly<Record<string, object>>',
      text: `  token_scheme: { scheme_token: 'cnry-led-out' },\n`,
    },
  ],
  runs: [writeHttpSurface],
  // The attacks start servers: the tests of the API run them, and fail for a method that is not in their table.
  proofs: [tests([`${folder}/registry.test.ts`, `${folder}/token-scheme.test.ts`])],
}
