import { z } from 'zod'

/** Where the context of an agent's conversations comes from. */
export const DynamicContext = z
  .strictObject({
    url: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .describe('Is sent a POST once per conversation; the top-level keys of its answer become context'),
    authConnectorId: z.string().max(100).nullable().default(null),
    timeoutMs: z.int().min(100).max(30_000).default(5_000),
  })
  .meta({ id: 'DynamicContext' })
export type DynamicContext = z.output<typeof DynamicContext>
