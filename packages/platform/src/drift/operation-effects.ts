import { effects } from '@bindery/model'
import { z } from 'zod'
import { changeEffect } from './change-effect.ts'
import { SkillVerdictView } from './views.ts'
import { OperationView } from '../catalog/views.ts'
import { AuditedReason, KindParams } from '../kernel/shapes.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'

const Body = z
  .strictObject({
    effect: z.enum(effects).nullable().describe('null takes the word back: the concluded effect holds again'),
    reason: AuditedReason.optional().describe('Needed to make it milder; audited'),
  })
  .meta({ id: 'EffectChange' })

export const operationEffectUseCases = {
  edit: useCase({
    scope: 'integrations:write',
    audit: {
      leaves: ['integration.effect_set', 'integration.effect_lowered'],
      unless: 'what is asked for is so already',
    },
    environment: 'every',
    tag: 'Catalog',
    summary: 'Say what an operation does',
    description:
      'The effect that was concluded stands beside its evidence; yours stands above it and outlives new discoveries. Raising one is free, lowering one needs a reason. Skills are rechecked at once: one whose operation became graver stops until a person decides.',
    takes: {
      subject: KindParams.extend({ operation: z.string().min(1).max(1_000) }),
      content: Body,
    },
    example: { effect: 'read', reason: 'It searches; it is POST for the length of its query.' },
    output: z.object({ operation: OperationView, affectedSkills: z.array(SkillVerdictView) }),
    errors: ['not_found', 'schema_not_discovered'],
    run: async ({ subject, content }, { principal, services }: Context<Needs<'runCaches' | 'store'>>) => {
      const { operation, affectedSkills } = await changeEffect(services, principal, {
        ...subject,
        ...content,
      })
      return {
        data: {
          operation,
          affectedSkills: affectedSkills.map((skill) => ({
            ...skill,
            reasons: [...skill.reasons],
            failingTests: [...skill.failingTests],
          })),
        },
      }
    },
  }),
}
