import { JsonValue } from '@bindery/model'
import { z } from 'zod'
import { CredentialField } from '../credentials/auth-methods.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import { type Detected, type DetectionInput, type Detecting, detectSource } from './detect-source.ts'

const Content = z
  .strictObject({
    url: z
      .string()
      .min(1)
      .max(2_000)
      .optional()
      .describe('Address of a description, or of a GraphQL or MCP server; no credential is sent'),
    document: JsonValue.optional().describe('The description itself: an object, or its text'),
    dsn: z
      .string()
      .min(1)
      .max(2_000)
      .optional()
      .describe('Of a database: postgres://user@host/name. Nothing of it is stored or sent'),
  })
  .refine(
    ({ url, document, dsn }) => [url, document, dsn].filter((part) => part !== undefined).length === 1,
    { message: 'Expected exactly one of url, document and dsn' },
  )
  .meta({ id: 'Detect' })

const AuthFormView = z
  .object({
    method: z.string().describe('For `authType`'),
    scheme: z.string().describe('Its name in the description'),
    fields: z.array(CredentialField),
  })
  .meta({ id: 'DetectedAuth' })

const DetectedView = z
  .object({
    type: z.string().describe('To register it with'),
    title: z.string(),
    version: z.string().nullable(),
    bytes: z.int().nullable().describe('Of the description; null where a server was asked, or none'),
    operationCount: z.int().optional(),
    availability: z.object({ bindable: z.int(), limited: z.int(), quarantined: z.int() }).optional(),
    servers: z.array(z.string()),
    auth: z
      .array(AuthFormView)
      .describe('Ways to authorise that the description names; none where it names none'),
    suggested: z.object({ kind: z.string().describe('Free at this moment'), name: z.string() }),
    pack: z.object({ id: z.string(), displayName: z.string(), presetCount: z.int() }).nullable(),
    warnings: z.array(z.object({ code: z.string(), message: z.string() })),
  })
  .meta({ id: 'DetectedSource' })

function toInput({ url, document, dsn }: z.output<typeof Content>): DetectionInput {
  if (url !== undefined) return { from: 'url', url }
  if (dsn !== undefined) return { from: 'dsn', dsn }
  return { from: 'document', document: document ?? null }
}

function toView({ counts, auth, servers, warnings, ...rest }: Detected): z.input<typeof DetectedView> {
  return {
    ...rest,
    ...(counts === undefined
      ? {}
      : {
          operationCount: counts.operationCount,
          availability: {
            bindable: counts.bindable,
            limited: counts.limited,
            quarantined: counts.quarantined,
          },
        }),
    servers: [...servers],
    auth: auth.map(({ fields, ...form }) => ({ ...form, fields: [...fields] })),
    warnings: [...warnings],
  }
}

export const detectionUseCases = {
  detect: useCase({
    scope: 'integrations:write',
    audit: { leaves: 'nothing', because: 'it reads what it is given and keeps nothing' },
    environment: 'none',
    tag: 'Integrations',
    summary: 'Say what a provider is before anything is asked or stored',
    description:
      'Reads an address or a document as a discovery does; a server is asked what it is, without a credential; of the name of a database only the text is looked at. A failure names its `step`: `address`, `fetch`, `read` or `recognise`.',
    takes: { content: Content },
    form: 'document',
    example: { url: 'https://api.acme.example/openapi.json' },
    output: DetectedView,
    errors: ['document_too_large', 'document_unreadable', 'integration_connection_failed', 'overloaded'],
    run: async ({ content }, { principal, signal, services }: Context<Detecting>) => ({
      data: toView(await detectSource(services, { principal, input: toInput(content), signal })),
    }),
  }),
}
