import { setScoping } from '@bindery/store'
import { KindParams } from '../kernel/shapes.ts'
import { requireIntegration } from '../kernel/find-integration.ts'
import { recheckSkills } from './recheck-skills.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'
import { nearestNames } from '@bindery/model'
import { Scoping } from '../catalog/scoping-shape.ts'

const tag = 'Catalog'

function malformedFields(fields: readonly string[]) {
  return fields
    .filter((field) => !field.includes('.'))
    .map((field) => ({
      code: 'field_without_object',
      message: `"${field}" blocks nothing: write it as Object.field.`,
      suggestions: nearestNames(
        field,
        fields.filter((other) => other.includes('.')),
      ),
    }))
}

export const scopingUseCases = {
  edit: useCase({
    scope: 'integrations:write',
    audit: { leaves: ['integration.scoped'] },
    environment: 'every',
    tag,
    summary: 'Block objects and fields; empty lists allow all',
    description: 'Blocked names vanish from browse and search and are refused at bind and at run time.',
    takes: { subject: KindParams, content: Scoping.partial() },
    example: { blockedObjects: ['AuditEvent'], blockedFields: ['Patient.ssn'] },
    output: Scoping,
    errors: ['not_found'],
    run: async ({ subject, content }, { principal, services }: Context<Needs<'store'>>) => {
      const { organizationId } = principal
      const { integration, scoping } = await services.store.run(organizationId, async (transaction) => {
        const found = await requireIntegration(transaction, subject.kind)
        const next = {
          blockedObjects: content.blockedObjects ?? found.blockedObjects,
          blockedFields: content.blockedFields ?? found.blockedFields,
        }
        await setScoping(transaction, found.id, next)
        await services.store.audit.append(transaction, organizationId, {
          actor: principal.actor,
          action: 'integration.scoped',
          subject: subject.kind,
          detail: next,
        })
        return { integration: found, scoping: next }
      })
      if (integration.catalogId !== null)
        await recheckSkills(services, { organizationId, integrationId: integration.id })
      return { data: scoping, warnings: malformedFields(scoping.blockedFields) }
    },
  }),
}
