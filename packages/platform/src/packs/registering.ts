import { IntegrationView, viewIntegration } from '../integrations/describe-integration.ts'
import { registerIntegration } from '../integrations/register.ts'
import { toRegistration } from './register-from-pack.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'
import { z } from 'zod'
import { AuthoredSource } from '../integrations/source.ts'
import { integrationTypes, sourceOfType } from '../integrations/integration-types.ts'
import { Slots } from '../integrations/slots-shape.ts'

const tag = 'Integrations'

const slug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'Expected a slug: lower-case letters, digits, "-" and "_"')
  .refine((kind) => kind !== 'catalog', {
    message: 'Expected another one: this is the address of the catalog',
  })

const Register = z
  .strictObject({
    pack: z
      .string()
      .max(64)
      .optional()
      .describe('A connector pack, which says kind, name, type, address and source where the body does not'),
    variables: z
      .record(z.string(), z.string().max(200))
      .optional()
      .describe('What the address of the pack leaves open, such as the name of a shop'),
    kind: slug.optional().describe('Required without a pack'),
    name: z.string().min(1).max(120).optional().describe('Required without a pack'),
    description: z.string().max(1_000).optional(),
    type: z
      .enum(integrationTypes)
      .transform(sourceOfType)
      .optional()
      .describe('The protocol that the provider speaks; required without a pack'),
    source: AuthoredSource.optional(),
    environments: Slots.optional(),
  })
  .superRefine((body, context) => {
    if (body.pack !== undefined) return
    for (const name of ['kind', 'name', 'type'] as const) {
      if (body[name] === undefined)
        context.addIssue({ code: 'custom', path: [name], message: 'Expected a value, or a pack' })
    }
    if (body.variables !== undefined)
      context.addIssue({ code: 'custom', path: ['variables'], message: 'Expected none without a pack' })
  })
  .meta({ id: 'RegisterIntegration' })

export const registeringUseCases = {
  register: useCase({
    scope: 'integrations:write',
    audit: { leaves: ['integration.registered'] },
    environment: 'every',
    tag,
    summary: 'Register a provider',
    takes: { content: Register },
    form: 'document',
    example: {
      kind: 'acme',
      name: 'Acme',
      type: 'openapi',
      environments: { production: { baseUrl: 'https://api.acme.example' } },
    },
    output: IntegrationView,
    outcome: 'created',
    description:
      'With a pack, GET /integrations/catalog lists them, nothing else is needed but what its address leaves open.',
    errors: [
      'duplicate_name',
      'pack_not_found',
      'integration_limit_reached',
      'egress_blocked',
      'credential_origin_refused',
      'document_too_large',
    ],
    run: async (
      { content },
      { principal, services }: Context<Needs<'config' | 'egress' | 'packs' | 'store'>>,
    ) => ({
      data: await viewIntegration(
        services,
        principal,
        await registerIntegration(services, principal, toRegistration(services, content)),
      ),
    }),
  }),
}
