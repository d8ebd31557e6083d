import { PlatformError } from '@bindery/model'
import { z } from 'zod'
import type { Needs } from '../kernel/needs.ts'
import { deleted, Deleted } from '../kernel/shapes.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import { describeSession, SessionView } from './describe-session.ts'
import { beginSession, endSession } from './keep-sessions.ts'

const tag = 'Session'

/** What says who begins a session. */
export const Introduction = z
  .strictObject({
    apiKey: z.string().min(1).max(500).optional(),
    code: z.string().min(1).max(200).optional().describe('Of the link that each start prints; serves once'),
  })
  .refine(({ apiKey, code }) => (apiKey === undefined) !== (code === undefined), {
    message: 'Send either "apiKey" or "code".',
  })
  .meta({ id: 'BeginSession' })

export const sessionUseCases = {
  begin: useCase({
    scope: 'none',
    audit: { leaves: ['session.begun'] },
    environment: 'none',
    tag,
    summary: 'Begin a session of a browser, with an API key or a code',
    description:
      'For a page of this server alone: it is kept in a cookie that no script reads, for 12 hours at most, and ends with its key. Wrong keys and codes are limited to ten a minute for each address.',
    takes: { content: Introduction },
    example: { code: 'from-the-link-that-a-start-printed' },
    output: z.null(),
    outcome: 'silent',
    errors: ['api_key_missing', 'api_key_expired', 'origin_not_allowed', 'rate_limited'],
    run: async ({ content }, { principal, services }: Context<Needs<'now' | 'store'>>) => {
      const by = content.code === undefined ? 'apiKey' : 'code'
      return { data: null, session: await beginSession(services, principal, by) }
    },
  }),

  show: useCase({
    scope: 'any',
    environment: 'none',
    tag,
    summary: 'Who is asking, what they may do, and how much waits for them',
    takes: {},
    output: SessionView,
    run: async (_, { principal, services }: Context<Needs<'instance' | 'languageModel' | 'store'>>) => ({
      data: await describeSession(services, principal),
    }),
  }),

  end: useCase({
    scope: 'any',
    audit: { leaves: ['session.ended'] },
    environment: 'none',
    tag,
    summary: 'End the session that asks',
    takes: {},
    output: Deleted,
    errors: ['not_found'],
    run: async (_, { principal, services }: Context<Needs<'store'>>) => {
      const { session } = principal
      if (session === undefined || !(await endSession(services, principal, session)))
        throw new PlatformError('not_found', 'There is no session: this request came with an API key.')
      return { data: deleted, session: 'ended' as const }
    },
  }),
}
