import { z } from 'zod'
import { KindParams } from '../kernel/shapes.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'
import { readSourceSlice } from './source-slice.ts'

const SliceView = z
  .object({
    pointer: z.string(),
    from: z
      .enum(['document', 'catalog'])
      .describe('`catalog`: the part of the catalog that was made of it, as JSON'),
    because: z.string().optional().describe('Why it is not the text of the document'),
    document: z.string().nullable(),
    language: z.enum(['json', 'graphql']),
    firstLine: z.int().describe('Of the text in its document, from 1'),
    text: z.string(),
    truncated: z.boolean().describe('Only the first 64 kB'),
  })
  .meta({ id: 'SourceSlice' })

export const sourceUseCases = {
  slice: useCase({
    scope: 'integrations:read',
    environment: 'none',
    tag: 'Catalog',
    summary: 'The part of the description that something of the catalog was made from',
    description:
      'Asks no provider. What databases answered is not kept, nor is what was fetched from an address; then it is the part of the catalog.',
    takes: {
      subject: KindParams,
      options: z.strictObject({
        pointer: z.string().min(1).max(2_000).describe('The `source` of an object or an operation'),
      }),
    },
    output: SliceView,
    errors: ['not_found', 'schema_not_discovered'],
    run: async ({ subject, options }, { principal, services }: Context<Needs<'store'>>) => {
      const { pointer } = options
      const slice = await readSourceSlice(services, principal, { kind: subject.kind, pointer })
      return { data: { pointer, ...slice } }
    },
  }),
}
