import { z } from 'zod'
import type { Needs } from '../kernel/needs.ts'
import { timestamp } from '../kernel/shapes.ts'
import { type Context, useCase } from '../kernel/use-case.ts'

const System = z
  .object({
    version: z.string(),
    node: z.string(),
    startedAt: timestamp,
    uptimeSeconds: z.int(),
    store: z.object({ kind: z.enum(['embedded', 'server']), bytes: z.int() }),
    restored: z
      .object({
        epoch: z
          .int()
          .describe('What callers name who know that writes after the backup are not in the store'),
        backupAt: timestamp,
        restoredAt: timestamp,
      })
      .nullable()
      .describe('Null for a store that was never restored'),
    settings: z.array(
      z.object({
        name: z.string(),
        about: z.string(),
        set: z.boolean().describe('Whether it has a value'),
        from: z.enum(['environment', 'default']),
        value: z.string().nullable().describe('Null for secrets, and where there is none'),
        isSecret: z.boolean(),
      }),
    ),
    model: z
      .object({
        name: z.string(),
        address: z.string(),
        lastAnswer: z
          .object({ at: timestamp, result: z.enum(['answered', 'failed']) })
          .nullable()
          .describe(
            'What came of the last question of this server; null before the first. Nothing is asked to find out',
          ),
      })
      .nullable()
      .describe('Null where rules draft alone'),
    egressAllow: z.array(z.string()).describe('Private addresses that may be reached'),
    checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string().optional() })),
  })
  .meta({ id: 'System' })

export const systemUseCases = {
  show: useCase({
    scope: 'keys:read',
    environment: 'none',
    tag: 'System',
    summary: 'What the server is, how it was set up and from where, and how it does',
    description:
      'Never the value of a secret. It is of the server that answers, where several share one store.',
    takes: {},
    output: System,
    run: async (_, { services }: Context<Needs<'instance' | 'now' | 'system'>>) => {
      const { settings, model, egressAllow, checks, startedAt, restored, ...facts } =
        await services.system.describe()
      return {
        data: {
          ...facts,
          version: services.instance.version,
          startedAt,
          restored: restored ?? null,
          uptimeSeconds: Math.round((services.now() - startedAt.getTime()) / 1000),
          settings: settings.map(({ name, about, from, value, isSecret }) => ({
            name,
            about,
            set: from === 'environment' || value !== undefined,
            from,
            value: isSecret ? null : (value ?? null),
            isSecret,
          })),
          model:
            model === undefined
              ? null
              : { name: model.name, address: model.address, lastAnswer: model.last ?? null },
          egressAllow: [...egressAllow],
          checks: checks.map(({ name, ok, detail }) => ({
            name,
            ok,
            ...(detail !== undefined && { detail }),
          })),
        },
      }
    },
  }),
}
