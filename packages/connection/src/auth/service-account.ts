import { createPrivateKey, type KeyObject, randomUUID } from 'node:crypto'
import { PlatformError, Secret } from '@bindery/model'
import { z } from 'zod'
import { bearerCredential, tokenToCome } from '../oauth/bearer-credential.ts'
import { askTokenEndpoint, toIssuedToken } from '../oauth/token-endpoint.ts'
import { authMethod } from './auth-method.ts'
import { endpointUrl, scopeList, secretText } from './secret-text.ts'

const schema = z.strictObject({
  client_email: secretText.describe('Who the service account is: the issuer of its assertions'),
  private_key: z
    .string()
    .max(16_000)
    .refine(
      (text) => readKey(text) !== undefined,
      'Expected an RSA, P-256 or Ed25519 private key in PEM form.',
    )
    .describe('The private key in PEM form'),
  private_key_id: secretText.optional(),
  token_url: endpointUrl.describe('Where assertions are traded for tokens'),
  scopes: scopeList.default([]),
  subject: secretText.optional().describe('The user to act for, where the account may act for others'),
  audience: z.string().min(1).max(2000).optional().describe('The token URL when absent'),
})

type Values = z.output<typeof schema>

/** RFC 7523, section 2.1: an assertion that the account's key signs is traded for a token. */
export const serviceAccount = authMethod({
  name: 'service_account',
  title: 'Service account',
  hallmark: 'private_key',
  secrets: ['private_key'],
  shown: ['client_email', 'private_key_id', 'token_url', 'scopes', 'subject', 'audience'],
  schema,
  credential: (values) => ({
    ...bearerCredential('service_account', tokenToCome, keyForms(values.private_key)),
    endpoints: [values.token_url],
    scopes: { asked: values.scopes, granted: undefined },
    exchange: async (door, signal) => {
      const scope = values.scopes.join(' ')
      const parameters = {
        assertion: await signAssertion(values),
        ...(scope === '' ? {} : { scope }),
      }
      const client = {
        clientId: values.client_email,
        clientAuth: 'unnamed' as const,
        tokenUrl: values.token_url,
      }
      const answer = await askTokenEndpoint({ client, door, signal }, (library, config) =>
        library.genericGrantRequest(config, 'urn:ietf:params:oauth:grant-type:jwt-bearer', parameters),
      )
      return toIssuedToken(answer, Date.now())
    },
  }),
})

const lifeSeconds = 300

async function signAssertion(values: Values): Promise<string> {
  const { SignJWT } = await import('jose')
  const key = readKey(values.private_key)
  if (key === undefined)
    throw new PlatformError('integration_not_connected', 'The private key cannot be read.')
  const header = {
    alg: algorithmOf(key) ?? 'RS256',
    typ: 'JWT',
    ...(values.private_key_id === undefined ? {} : { kid: values.private_key_id }),
  }
  const claims = values.scopes.length === 0 ? {} : { scope: values.scopes.join(' ') }
  return new SignJWT(claims)
    .setProtectedHeader(header)
    .setIssuer(values.client_email)
    .setSubject(values.subject ?? values.client_email)
    .setAudience(values.audience ?? values.token_url)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime(`${lifeSeconds} s`)
    .sign(key)
}

/** The key, or undefined for anything else. Keys copied out of JSON have their line ends as two characters. */
function readKey(text: string): KeyObject | undefined {
  try {
    const key = createPrivateKey(text.replaceAll(String.raw`\n`, '\n'))
    return algorithmOf(key) === undefined ? undefined : key
  } catch {
    return undefined
  }
}

function algorithmOf(key: KeyObject): string | undefined {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key
  if (type === 'rsa' && (details?.modulusLength ?? 0) >= 2048) return 'RS256'
  if (type === 'ec' && details?.namedCurve === 'prime256v1') return 'ES256'
  return type === 'ed25519' ? 'EdDSA' : undefined
}

/** The key as a whole and line by line: an echo may break its lines elsewhere. */
function keyForms(pem: string): readonly Secret[] {
  const lines = pem.split(/\\n|\s+/).filter((line) => line.length >= 20 && !line.includes('-----'))
  return [pem, ...lines].map((text) => new Secret(text))
}
