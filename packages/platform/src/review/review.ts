import { driftImpacts } from '@bindery/model/drift'
import { type ReviewRow, reviewTypes } from '@bindery/store'
import { z } from 'zod'
import type { Needs } from '../kernel/needs.ts'
import { scopes } from '../kernel/scopes.ts'
import { EnvironmentName, optionalTimestamp, PageMeta, PageQuery, timestamp, uuid } from '../kernel/shapes.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import { actionsOf, readInbox, reviewActions, severities, severityOf } from './inbox.ts'

const ReviewItem = z
  .object({
    id: z.string().describe('Of the waiting call, the drift or the draft'),
    type: z.enum(reviewTypes),
    at: timestamp,
    expiresAt: optionalTimestamp.describe('Of a call: nobody can approve it after'),
    agentId: z.string(),
    agentName: z.string().nullable().describe('Null when the agent was deleted'),
    skillId: z.string().nullable(),
    functionName: z.string().nullable().describe('Null when the skill was deleted'),
    integration: z.string().nullable(),
    environment: EnvironmentName.nullable().describe('Where a call would be made'),
    impact: z.enum(driftImpacts).nullable().describe('What a drift does to the skill'),
    title: z.string(),
    severity: z.enum(severities).describe('High: a call waits, or security is concerned'),
    actions: z.array(z.enum(reviewActions)).describe('What can be done about it'),
  })
  .meta({ id: 'ReviewItem' })

const Count = z.int().nullable().describe('Up to 10,000; null where the key may not read them')

const ReviewMeta = PageMeta.extend({
  counts: z.object({ approval: Count, drift: Count, draft: Count }),
  withheld: z
    .array(z.object({ type: z.enum(reviewTypes), scope: z.enum(scopes) }))
    .describe('What the key is not shown, and the scope that it lacks for that besides agents:read'),
}).meta({ id: 'ReviewMeta' })

const Types = z
  .string()
  .max(100)
  .transform((text) => text.split(','))
  .pipe(z.array(z.enum(reviewTypes)))
  .transform((types) => reviewTypes.filter((type) => types.includes(type)))

const toItem = (row: ReviewRow): z.input<typeof ReviewItem> => ({
  id: row.id,
  type: row.type,
  at: row.createdAt,
  expiresAt: row.expiresAt,
  agentId: row.agentId,
  agentName: row.agentName,
  skillId: row.skillId,
  functionName: row.functionName,
  integration: row.kind,
  environment: row.environment,
  impact: row.impact,
  title: row.title ?? row.functionName ?? row.type,
  severity: severityOf(row),
  actions: actionsOf(row),
})

export const reviewUseCases = {
  list: useCase({
    scope: 'agents:read',
    environment: 'none',
    tag: 'Review',
    summary:
      'What waits for a person: calls, drifted skills and drafts; the most severe first, then the newest',
    description:
      'Calls need confirmations:write besides, drifts integrations:read, drafts skills:read. Without "type" the key is shown what it may read, and "meta.withheld" says what it may not; a type that is named and may not be read is refused. A key of one environment is shown calls of that one.',
    takes: {
      options: PageQuery.extend({
        type: Types.optional().describe('draft, drift, approval: parted by commas; without it all'),
        id: uuid.optional().describe('Of one item: it is listed while it waits, whatever page it stands on'),
        status: z.literal('open').default('open'),
      }),
    },
    output: z.array(ReviewItem),
    shape: 'list',
    meta: ReviewMeta,
    run: async ({ options }, { principal, services }: Context<Needs<'store'>>) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const request = { ...options, types: options.type, id: options.id }
        const { rows, meta } = await readInbox(transaction, principal, request)
        return { data: rows.map(toItem), meta }
      }),
  }),
}
