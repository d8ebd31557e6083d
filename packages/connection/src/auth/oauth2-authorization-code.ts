import { type JsonObject, Secret } from '@bindery/model'
import { z } from 'zod'
import { type AuthorizationClient, clientAuthWays } from '../oauth/oauth-client.ts'
import { bearerCredential, tokenToCome } from '../oauth/bearer-credential.ts'
import type { IssuedToken } from '../oauth/issued-token.ts'
import { authMethod } from './auth-method.ts'
import { endpointUrl, scopeList, secretText } from './secret-text.ts'

/** Parameters that Bindery sets itself. */
const own = [
  'response_type',
  'client_id',
  'redirect_uri',
  'scope',
  'state',
  'code_challenge',
  'code_challenge_method',
]
const time = z.iso.datetime({ offset: true }).transform((text) => new Date(text))

const schema = z.strictObject({
  client_id: secretText,
  client_secret: secretText.optional().describe('None for a public client'),
  authorization_url: endpointUrl.describe('Where a person is asked for access'),
  token_url: endpointUrl.describe('Where codes and refresh tokens are traded'),
  scopes: scopeList.default([]),
  issuer: endpointUrl.optional().describe('Checked in answers and id tokens when given'),
  revocation_url: endpointUrl
    .optional()
    .describe('Where tokens are given back when somebody disconnects (RFC 7009)'),
  userinfo_url: endpointUrl.optional().describe('Where to ask who gave the grant'),
  authorization_params: z
    .record(z.string().regex(/^[A-Za-z0-9_.-]{1,60}$/), z.string().max(500))
    .refine(
      (given) => !Object.keys(given).some((name) => own.includes(name)),
      'Expected none of the standard ones.',
    )
    .default({})
    .describe('More parameters for the authorization URL, such as access_type=offline'),
  client_auth: z
    .enum(clientAuthWays)
    .default('client_secret_basic')
    .describe('Where the secret goes: a header, the body, or a header that holds id and secret as they are'),
  access_token: secretText
    .optional()
    .describe('A grant that was made elsewhere; none to ask a person for one'),
  refresh_token: secretText.optional(),
  expires_at: time.optional(),
  renew_at: time.optional(),
  granted_scopes: scopeList.optional(),
})

/** RFC 6749, section 4.1: a person gives access, and the grant is renewed until somebody takes it back. */
export const oauth2AuthorizationCode = authMethod({
  name: 'oauth2_authorization_code',
  title: 'OAuth 2.0 authorization code',
  hallmark: 'authorization_url',
  secrets: ['client_secret', 'access_token', 'refresh_token'],
  shown: [
    'client_id',
    'authorization_url',
    'token_url',
    'scopes',
    'issuer',
    'userinfo_url',
    'revocation_url',
    'authorization_params',
    'client_auth',
  ],
  schema,
  credential: (values) => {
    const client = toClient(values)
    const grant = toGrant(values)
    const others = [client.clientSecret, grant?.refreshToken].filter((secret) => secret !== undefined)
    return {
      ...bearerCredential('oauth2_authorization_code', grant?.accessToken ?? tokenToCome, others),
      endpoints: [
        values.authorization_url,
        values.token_url,
        values.userinfo_url,
        values.revocation_url,
      ].filter((url) => url !== undefined),
      authorization: { client, grant },
      scopes: { asked: values.scopes, granted: grant?.scopes },
    }
  },
})

/** The members of a credential that hold a grant, for keeping. */
export function grantMembers(token: IssuedToken): JsonObject {
  return {
    access_token: token.accessToken.reveal(),
    ...(token.refreshToken === undefined ? {} : { refresh_token: token.refreshToken.reveal() }),
    ...(token.expiresAt === undefined ? {} : { expires_at: token.expiresAt.toISOString() }),
    ...(token.renewAt === undefined ? {} : { renew_at: token.renewAt.toISOString() }),
    ...(token.scopes === undefined ? {} : { granted_scopes: token.scopes }),
  }
}

type Values = z.output<typeof schema>

function toClient(values: Values): AuthorizationClient {
  return {
    clientId: values.client_id,
    clientAuth: values.client_auth,
    tokenUrl: values.token_url,
    authorizationUrl: values.authorization_url,
    scopes: values.scopes,
    parameters: values.authorization_params,
    ...(values.client_secret === undefined ? {} : { clientSecret: new Secret(values.client_secret) }),
    ...(values.issuer === undefined ? {} : { issuer: values.issuer }),
    ...(values.userinfo_url === undefined ? {} : { userInfoUrl: values.userinfo_url }),
    ...(values.revocation_url === undefined ? {} : { revocationUrl: values.revocation_url }),
  }
}

function toGrant(values: Values): IssuedToken | undefined {
  const { access_token, refresh_token, expires_at, renew_at, granted_scopes } = values
  if (access_token === undefined && refresh_token === undefined) return undefined
  const renewAt = access_token === undefined ? new Date(0) : (renew_at ?? expires_at)
  return {
    accessToken: new Secret(access_token ?? ''),
    ...(refresh_token === undefined ? {} : { refreshToken: new Secret(refresh_token) }),
    ...(expires_at === undefined ? {} : { expiresAt: expires_at }),
    ...(renewAt === undefined ? {} : { renewAt }),
    ...(granted_scopes === undefined ? {} : { scopes: granted_scopes }),
  }
}
