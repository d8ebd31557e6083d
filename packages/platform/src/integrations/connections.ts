import { type Issue, PlatformError } from '@bindery/model'
import { hasSecondOpinion, isAuthored } from '@bindery/sources'
import { z } from 'zod'
import { Credentials } from '../credentials/credential-shape.ts'
import { connectIntegration } from './connect.ts'
import { disconnectIntegration } from './disconnect.ts'
import { IntegrationView, viewIntegration } from './describe-integration.ts'
import { sourceOfType } from './integration-types.ts'
import { keepDocument, receiveDocument } from './store-documents.ts'
import { refuseDescription } from './source.ts'
import { checkConnection } from './check-connection.ts'
import { EnvironmentName, KindParams, queryBoolean, TestResult } from '../kernel/shapes.ts'
import { requireIntegration } from '../kernel/find-integration.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'

const tag = 'Integrations'

const TestEndpoint = z
  .string()
  .min(1)
  .max(500)
  .optional()
  .describe('Path of a read that needs the credential; without one the best that is known is tried')

const Connecting = z
  .strictObject({
    credentials: Credentials.optional().describe('Members depend on the type; none for an open provider'),
    authType: z.string().max(40).optional().describe('Needed only when the members do not tell'),
    environment: EnvironmentName.optional().describe(
      'The only configured one when absent; of several the one for production',
    ),
    verify: z
      .boolean()
      .default(true)
      .describe('Try the credential before it is stored; a warning says so when it was not'),
    testEndpoint: TestEndpoint,
  })
  .prefault({})

const Connected = z.union([
  z.object({
    status: z.literal('connected'),
    environment: EnvironmentName,
    warnings: z
      .array(z.string())
      .describe('What could not be proved, and secrets that cannot be hidden everywhere'),
  }),
  z.object({ oauthUrl: z.string() }),
])

const DisconnectedView = IntegrationView.extend({
  revocations: z
    .partialRecord(EnvironmentName, z.enum(['revoked', 'failed', 'unsupported']))
    .describe(
      'By environment that had a grant. `failed`: the provider did not confirm it, so take the access back there; `unsupported`: the credential names no `revocation_url`',
    ),
}).meta({ id: 'DisconnectedIntegration' })

const OpinionView = z
  .object({
    code: z.string(),
    severity: z.literal('info'),
    message: z.string(),
    pointer: z.string().optional(),
  })
  .describe('What a strict reader of the standard says: it changes nothing of the catalog')
  .meta({ id: 'SecondOpinion' })

const toOpinion = ({ code, message, pointer }: Issue): z.input<typeof OpinionView> => ({
  code,
  severity: 'info',
  message,
  ...(pointer === undefined ? {} : { pointer }),
})

type Uploading = Needs<'children' | 'config' | 'store'>

const noOpinion = (type: string): PlatformError =>
  new PlatformError('validation_error', `"validate" is for OpenAPI documents, not for the type "${type}".`)

export const connectionUseCases = {
  provideSource: useCase({
    scope: 'integrations:write',
    audit: { leaves: ['integration.source_uploaded'] },
    environment: 'every',
    tag,
    summary: 'Upload the description as the raw body',
    description:
      'JSON or YAML, streamed, up to the cap of the server. Replaces what was uploaded before. The catalog is read more leniently than the standard; with `validate=true` the answer also says what a strict reader finds.',
    takes: {
      subject: KindParams,
      options: z.strictObject({
        validate: queryBoolean
          .default(false)
          .describe('Ask swagger-parser: for up to 40 s, 20 of them until it is its turn'),
      }),
    },
    form: 'upload',
    output: z.object({
      bytes: z.int(),
      format: z.string(),
      detected: z.string(),
      hash: z.string(),
      issues: z.array(OpinionView).optional(),
    }),
    errors: ['not_found', 'document_too_large', 'document_unreadable', 'validation_error'],
    run: async ({ subject, options }, { principal, upload, signal, services }: Context<Uploading>) => {
      const { organizationId } = principal
      const { id, type } = await services.store.run(organizationId, (transaction) =>
        requireIntegration(transaction, subject.kind),
      )
      if (isAuthored(type)) throw refuseDescription()
      const source = sourceOfType(type)
      if (options.validate && !hasSecondOpinion(source)) throw noOpinion(type)
      const bytes = await receiveDocument(services, upload)
      const document = { name: 'document', bytes }
      const issues = options.validate
        ? await services.children.judge({ organizationId, source, document, signal })
        : undefined
      const kept = await keepDocument(services, { principal, kind: subject.kind, integrationId: id }, bytes)
      return { data: { ...kept, detected: type, ...(issues && { issues: issues.map(toOpinion) }) } }
    },
  }),

  connect: useCase({
    scope: 'integrations:write',
    audit: { leaves: ['integration.connected', 'integration.authorization_begun'] },
    // A key that was made for one environment means that one.
    environment: { slot: ({ content }, principal) => [content.environment ?? principal.environment] },
    tag,
    summary: 'Give the credential of one environment, or begin to ask a person for access',
    description:
      'Answers status "connected", or the address that a person must visit. Without credentials a slot uses its auth connector. The credential is tried with a read first: one that is refused is not stored, and what could not be proved is among the warnings.',
    takes: {
      subject: KindParams,
      content: Connecting,
    },
    example: { credentials: { access_token: 'the token that Acme gave you' }, environment: 'production' },
    output: Connected,
    reveals: 'a secret',
    errors: [
      'not_found',
      'environment_not_configured',
      'egress_blocked',
      'credential_origin_refused',
      'integration_not_connected',
      'integration_connection_failed',
    ],
    run: async (
      { subject, content },
      { principal, asker, signal, services }: Context<Needs<'egress' | 'packs' | 'publicUrl' | 'store'>>,
    ) => {
      const { verify, testEndpoint, ...given } = content
      const verification = verify ? { testEndpoint, signal } : undefined
      const environment = given.environment ?? principal.environment
      const input = { kind: subject.kind, ...given, environment, asker, verification } as const
      const outcome = await connectIntegration(services, principal, input)
      if (outcome.status === 'connected') {
        return {
          data: {
            status: outcome.status,
            environment: outcome.environment,
            warnings: [...outcome.warnings],
          },
        }
      }
      const { oauthUrl, cookie } = outcome
      if (cookie === undefined) return { data: { oauthUrl } }
      return { data: { oauthUrl }, browserSecret: cookie }
    },
  }),

  disconnect: useCase({
    scope: 'integrations:write',
    audit: { leaves: ['integration.disconnected'] },
    environment: { slot: ({ content }) => [content.environment] },
    tag,
    summary: 'Destroy the credentials of one environment, or of all',
    description:
      'The integration stays, and so does what uses it. Every server feels it within a second. Then the tokens of grants are given back to the provider (RFC 7009), for at most 5 s: `revocations` says what became of them.',
    takes: {
      subject: KindParams,
      content: z.strictObject({ environment: EnvironmentName.optional() }).prefault({}),
    },
    example: { environment: 'production' },
    output: DisconnectedView,
    errors: ['not_found'],
    run: async (
      { subject, content },
      { principal, services }: Context<Needs<'egress' | 'runCaches' | 'store'>>,
    ) => {
      const input = { kind: subject.kind, environment: content.environment }
      const { found, revocations } = await disconnectIntegration(services, principal, input)
      return { data: { ...(await viewIntegration(services, principal, found)), revocations } }
    },
  }),

  test: useCase({
    scope: 'integrations:write',
    audit: { leaves: 'nothing', because: 'it calls the provider and keeps nothing' },
    // A key that was made for one environment means that one.
    environment: { slot: ({ content }, principal) => [content.environment ?? principal.environment] },
    tag,
    summary: 'Check a connection step by step; stores nothing',
    description:
      'Checks are `address`, `tls`, `credential`, `read` and `rights`, in this order, up to the first that fails.',
    takes: {
      subject: KindParams,
      content: z
        .strictObject({
          credentials: Credentials.optional(),
          authType: z.string().max(40).optional(),
          environment: EnvironmentName.optional().describe(
            'The only configured one when absent; of several the one for development',
          ),
          testEndpoint: TestEndpoint,
        })
        .prefault({}),
    },
    example: { environment: 'development', testEndpoint: '/me' },
    output: TestResult,
    errors: ['not_found'],
    run: async (
      { subject, content },
      { principal, signal, services }: Context<Needs<'config' | 'egress' | 'packs' | 'runCaches' | 'store'>>,
    ) => {
      const environment = content.environment ?? principal.environment
      const input = { kind: subject.kind, ...content, environment, signal }
      const tested = await checkConnection(services, principal.organizationId, input)
      return { data: { ...tested, checks: [...tested.checks] } }
    },
  }),
}
