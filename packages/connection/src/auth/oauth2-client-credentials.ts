import { Secret } from '@bindery/model'
import { z } from 'zod'
import { bearerCredential, tokenToCome } from '../oauth/bearer-credential.ts'
import { clientAuthWays } from '../oauth/oauth-client.ts'
import { askTokenEndpoint, toIssuedToken } from '../oauth/token-endpoint.ts'
import { authMethod } from './auth-method.ts'
import { endpointUrl, scopeList, secretText } from './secret-text.ts'

const schema = z.strictObject({
  client_id: secretText,
  client_secret: secretText,
  token_url: endpointUrl.describe('Where tokens are asked for'),
  scopes: scopeList.default([]),
  audience: z
    .string()
    .min(1)
    .max(2000)
    .optional()
    .describe('Some servers want to know what the token is for'),
  client_auth: z
    .enum(clientAuthWays)
    .default('client_secret_basic')
    .describe('Where the secret goes: a header, the body, or a header that holds id and secret as they are'),
})

/** RFC 6749, section 4.4: the client asks for tokens in its own name. */
export const oauth2ClientCredentials = authMethod({
  name: 'oauth2_client_credentials',
  title: 'OAuth 2.0 client credentials',
  hallmark: 'client_secret',
  secrets: ['client_secret'],
  shown: ['client_id', 'token_url', 'scopes', 'audience', 'client_auth'],
  schema,
  credential: (values) => {
    const clientSecret = new Secret(values.client_secret)
    const client = {
      clientId: values.client_id,
      clientSecret,
      clientAuth: values.client_auth,
      tokenUrl: values.token_url,
    }
    const parameters = {
      ...(values.scopes.length === 0 ? {} : { scope: values.scopes.join(' ') }),
      ...(values.audience === undefined ? {} : { audience: values.audience }),
    }
    return {
      ...bearerCredential('oauth2_client_credentials', tokenToCome, [clientSecret]),
      endpoints: [values.token_url],
      scopes: { asked: values.scopes, granted: undefined },
      exchange: async (door, signal) => {
        const answer = await askTokenEndpoint({ client, door, signal }, (library, config) =>
          library.clientCredentialsGrant(config, parameters),
        )
        return toIssuedToken(answer, Date.now())
      },
    }
  },
})
