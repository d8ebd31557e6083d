import { parseJson } from '@bindery/model'
import { findLastEntry } from '@bindery/store/logs'
import { z } from 'zod'
import type { Needs } from '../kernel/needs.ts'
import { JsonData } from '../kernel/shapes.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import { dataOf, pageSize, readEvents, streamExecutions } from './stream-executions.ts'

const RunEvent = z
  .object({ id: z.int(), event: z.enum(['execution', 'confirmation']), data: JsonData })
  .meta({ id: 'RunEvent' })

export const followingUseCases = {
  follow: useCase({
    scope: 'logs:read',
    environment: 'none',
    tag: 'Logs',
    summary: 'Runs that end and calls that wait, as Server-Sent Events',
    description:
      'With "Accept: text/event-stream" the events come as they happen, whichever server runs the call; "Last-Event-ID" takes a stream up again. "gap" means that more was missed than is told: load the list anew. It ends with its key or session. Without that header: the next events behind "Last-Event-ID", and where the log is by now.',
    takes: {},
    output: z.array(RunEvent).max(pageSize),
    meta: z
      .object({ last: z.int().describe('"Last-Event-ID" for what comes next') })
      .meta({ id: 'RunEventsMeta' }),
    errors: ['rate_limited', 'overloaded'],
    run: async (
      _,
      { principal, wants, lastEvent: after, signal, services }: Context<Needs<'now' | 'store' | 'streams'>>,
    ) => {
      if (wants === 'events') {
        const place = services.streams.take(principal.keyId)
        return { events: streamExecutions(services, { principal, after, signal, place }) }
      }
      return services.store.run(principal.organizationId, async (transaction) => {
        if (after === 0) return { data: [], meta: { last: await findLastEntry(transaction) } }
        const news = await readEvents(transaction, principal, after)
        const data = news.events.flatMap((event) =>
          event.kind === 'other'
            ? []
            : [{ id: event.sequence, event: event.kind, data: parseJson(JSON.stringify(dataOf(event))) }],
        )
        return { data, meta: { last: news.after } }
      })
    },
  }),
}
