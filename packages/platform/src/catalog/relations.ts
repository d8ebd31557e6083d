import { z } from 'zod'
import { KindParams, queryInteger } from '../kernel/shapes.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'
import { inCatalog } from './browse.ts'
import { loadRelations } from './load-relations.ts'
import { EdgeView, toEdgeView } from './views.ts'

const most = 150

const Options = z.strictObject({
  focus: z
    .string()
    .min(1)
    .max(2_000)
    .transform((text) => [...new Set(text.split(',').filter((name) => name !== ''))])
    .refine((names) => names.length >= 1 && names.length <= 20, { message: 'Expected 1 to 20 names' })
    .describe('Names of objects, parted by commas'),
  steps: queryInteger({ least: 1, most: 3 }).default(1),
  limit: queryInteger({ least: 1, most }).default(most).describe('Most objects'),
  perHub: queryInteger({ least: 1, most: 100 })
    .default(25)
    .describe('Most edges of one object in one direction that are followed, to the most used first'),
  fields: z.enum(['names', 'keys', 'all']).default('keys'),
})

const RelationsView = z
  .object({
    nodes: z.array(
      z.object({
        name: z.string(),
        label: z.string().nullable(),
        fieldCount: z.int(),
        operationCount: z.int(),
        degree: z.object({ in: z.int(), out: z.int() }).describe('Of all edges, shown or not'),
        fields: z
          .array(z.object({ name: z.string(), isKey: z.boolean(), sensitive: z.boolean() }))
          .describe('At most 40'),
        step: z.int().describe('Edges from the focus'),
      }),
    ),
    edges: z.array(EdgeView).describe('At most twice as many as objects may be'),
    cut: z
      .array(
        z.object({
          object: z.string(),
          direction: z.enum(['in', 'out']),
          shown: z.int(),
          total: z.int(),
        }),
      )
      .describe('Edges that are left out, of objects that are nearer than `steps`'),
  })
  .meta({ id: 'Relations' })

export const relationUseCases = {
  around: useCase({
    scope: 'integrations:read',
    environment: 'none',
    tag: 'Catalog',
    summary: 'What is around objects, within bounds',
    takes: { subject: KindParams, options: Options },
    output: RelationsView,
    errors: ['not_found', 'schema_not_discovered'],
    run: async ({ subject, options }, { principal, services }: Context<Needs<'store'>>) => {
      const place = { organizationId: principal.organizationId, kind: subject.kind }
      const { nodes, edges, cut } = await inCatalog(services, place, (scoped) =>
        loadRelations(scoped, options),
      )
      return {
        data: {
          nodes: nodes.map(({ fields, ...node }) => ({ ...node, fields: [...fields] })),
          edges: edges.map(toEdgeView),
          cut: [...cut],
        },
      }
    },
  }),
}
