import { confirmationStatuses, pageConfirmations, type StoredConfirmation } from '@bindery/store'
import { z } from 'zod'
import { environmentOfConfirmation } from '../kernel/environment-of.ts'
import { answerRun, Outcome } from './run-answer.ts'
import { approveConfirmation, rejectConfirmation, requireConfirmation } from './approve-confirmation.ts'
import { EnvironmentName, JsonData, PageQuery, timestamp } from '../kernel/shapes.ts'
import { readList } from '../kernel/page.ts'
import { openAhead } from './sealed-ahead.ts'
import { type Context, useCase } from '../kernel/use-case.ts'
import type { Needs } from '../kernel/needs.ts'
import type { RunParts } from './run-parts.ts'

const ConfirmationStatus = z.enum([...confirmationStatuses, 'expired'])

const ConfirmationView = z
  .object({
    id: z.string(),
    status: ConfirmationStatus,
    agentId: z.string(),
    skillId: z.string(),
    environment: EnvironmentName,
    summary: z.string(),
    preview: JsonData,
    whole: JsonData.optional().describe(
      'Of a skill of several steps, for keys that may change agents: the request as it would be made, with what the steps before read',
    ),
    createdAt: timestamp,
    expiresAt: timestamp,
  })
  .meta({ id: 'Confirmation' })

const ConfirmationParams = z.object({ confirmationId: z.string().max(64) })

const toView = ({
  status,
  isExpired,
  confirmation,
}: StoredConfirmation): z.input<typeof ConfirmationView> => ({
  id: confirmation.confirmationId,
  status: status === 'pending' && isExpired ? 'expired' : status,
  agentId: confirmation.agentId,
  skillId: confirmation.skillId,
  environment: confirmation.environment,
  summary: confirmation.summary,
  preview: confirmation.preview,
  createdAt: confirmation.createdAt,
  expiresAt: confirmation.expiresAt,
})

export const confirmationUseCases = {
  list: useCase({
    scope: 'confirmations:write',
    audit: { leaves: 'nothing', because: 'it only looks' },
    environment: 'none',
    tag: 'Confirmations',
    summary: 'Calls that wait, or waited, for a person; newest first',
    description: 'Those that are `pending` are counted: `total`.',
    takes: { options: PageQuery.extend({ status: ConfirmationStatus.optional() }) },
    output: z.array(ConfirmationView),
    shape: 'list',
    run: async ({ options }, { principal, services }: Context<Needs<'store'>>) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const { environment } = principal
        const { status: wanted } = options
        const { rows, meta } = await readList(['confirmations', environment, wanted], options, (window) =>
          pageConfirmations(transaction, { environment, status: wanted }, window),
        )
        return { data: rows.map(toView), meta }
      }),
  }),

  show: useCase({
    scope: 'confirmations:write',
    audit: { leaves: 'nothing', because: 'it only looks' },
    environment: {
      record: ({ subject }, principal, services: Needs<'store'>) =>
        environmentOfConfirmation(services, principal, subject.confirmationId),
    },
    tag: 'Confirmations',
    summary: 'A call that waits, or waited, for a person',
    takes: { subject: ConfirmationParams },
    output: ConfirmationView,
    errors: ['not_found'],
    run: async ({ subject }, { principal, services }: Context<Needs<'store'>>) =>
      services.store.run(principal.organizationId, async (transaction) => {
        const stored = await requireConfirmation(transaction, subject.confirmationId)
        const isOperator = principal.scopes.has('agents:write')
        const { ahead } = isOperator ? openAhead(services.store, stored) : {}
        return { data: { ...toView(stored), ...(ahead === undefined ? {} : { whole: ahead.request }) } }
      }),
  }),

  approve: useCase({
    scope: 'confirmations:write',
    audit: { leaves: ['confirmation.approved'], unless: 'it was approved before' },
    environment: {
      record: ({ subject }, principal, services: Needs<'store'>) =>
        environmentOfConfirmation(services, principal, subject.confirmationId),
    },
    tag: 'Confirmations',
    summary: 'Approve and carry out exactly the stored call, once',
    description: 'Approving it again gives what came of it.',
    repeats: 'by itself',
    takes: { subject: ConfirmationParams },
    output: Outcome,
    errors: [
      'not_found',
      'confirmation_expired',
      'confirmation_mismatch',
      'idempotency_in_progress',
      'outcome_unknown',
      'upstream_error',
    ],
    run: async (
      { subject },
      {
        principal,
        services,
      }: Context<
        Needs<'config' | 'egress' | 'events' | 'process' | 'runCaches' | 'store'> &
          Pick<RunParts, 'answers' | 'connections' | 'runnables'>
      >,
    ) => answerRun(await approveConfirmation(services, principal, subject.confirmationId)),
  }),

  reject: useCase({
    scope: 'confirmations:write',
    audit: { leaves: ['confirmation.rejected'] },
    environment: {
      record: ({ subject }, principal, services: Needs<'store'>) =>
        environmentOfConfirmation(services, principal, subject.confirmationId),
    },
    tag: 'Confirmations',
    summary: 'Refuse a waiting call',
    takes: { subject: ConfirmationParams },
    output: z.object({ rejected: z.literal(true) }),
    errors: ['not_found', 'confirmation_expired'],
    run: async ({ subject }, { principal, services }: Context<Needs<'store'>>) => {
      await rejectConfirmation(services, principal, subject.confirmationId)
      return { data: { rejected: true as const } }
    },
  }),
}
