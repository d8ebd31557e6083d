import { pageIntegrations } from '@bindery/store'
import { z } from 'zod'
import { AuthoredSource } from './source.ts'
import { describeIntegrations, IntegrationView, viewIntegration } from './describe-integration.ts'
import { editIntegration } from './register.ts'
import { removeIntegration } from './remove.ts'
import { Deleted, deleted, KindParams, PageQuery } from '../kernel/shapes.ts'
import { loadIntegration } from '../kernel/find-integration.ts'
import { readList } from '../kernel/page.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'
import { Slots } from './slots-shape.ts'

const Edit = z
  .strictObject({
    name: z.string().min(1).max(120).optional(),
    description: z.string().max(1_000).optional(),
    source: AuthoredSource.optional(),
    environments: Slots.optional(),
  })
  .meta({ id: 'EditIntegration' })

const tag = 'Integrations'

export const integrationUseCases = {
  list: useCase({
    scope: 'integrations:read',
    environment: 'none',
    tag,
    summary: 'List the integrations of the organisation',
    takes: { options: PageQuery },
    output: z.array(IntegrationView),
    shape: 'list',
    run: async ({ options }, { principal, services }: Context<Needs<'store'>>) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const { rows, meta } = await readList(['integrations'], options, (window) =>
          pageIntegrations(transaction, window),
        )
        const data = await describeIntegrations(services, transaction, { principal, integrations: rows })
        return { data, meta }
      }),
  }),

  show: useCase({
    scope: 'integrations:read',
    environment: 'none',
    tag,
    summary: 'Show one integration',
    takes: { subject: KindParams },
    output: IntegrationView,
    errors: ['not_found'],
    run: async ({ subject }, { principal, services }: Context<Needs<'store'>>) => ({
      data: await viewIntegration(
        services,
        principal,
        await loadIntegration(services, principal.organizationId, subject.kind),
      ),
    }),
  }),

  edit: useCase({
    scope: 'integrations:write',
    audit: { leaves: ['integration.edited'] },
    environment: 'every',
    tag,
    summary: 'Edit name, source and environment slots',
    description:
      'A slot set to null is emptied. A slot that moves to another origin loses its credential, and takes an auth connector along only where that may go.',
    takes: { subject: KindParams, content: Edit },
    form: 'document',
    example: { name: 'Acme, renamed' },
    output: IntegrationView,
    errors: ['not_found', 'egress_blocked', 'credential_origin_refused', 'document_too_large'],
    run: async (
      { subject, content },
      { principal, services }: Context<Needs<'config' | 'egress' | 'runCaches' | 'store'>>,
    ) => ({
      data: await viewIntegration(
        services,
        principal,
        await editIntegration(services, principal, { kind: subject.kind, change: content }),
      ),
    }),
  }),

  remove: useCase({
    scope: 'integrations:write',
    audit: { leaves: ['integration.removed'] },
    environment: 'every',
    tag,
    summary: 'Disconnect and forget an integration',
    takes: { subject: KindParams },
    output: Deleted,
    errors: ['not_found', 'integration_in_use'],
    run: async ({ subject }, { principal, services }: Context<Needs<'egress' | 'runCaches' | 'store'>>) => {
      await removeIntegration(services, principal, subject.kind)
      return { data: deleted }
    },
  }),
}
