import { type ReviewItem, unwrap } from '@bindery/client'
import type { Call } from '../command.ts'
import { argument } from '../command-line/parameter.ts'
import { CliError } from '../failures/cli-error.ts'
import { readPages } from '../names/all-pages.ts'

export const reviewArgument = argument('item', 'What waits, by its id or the beginning of it')

/** The one thing that waits whose id begins so. Throws CliError. */
export async function findReviewItem({ lookups }: Call, text: string): Promise<ReviewItem> {
  const { rows } = await readPages(
    (query) => lookups.GET('/api/v1/review', { params: { query } }),
    Number.POSITIVE_INFINITY,
  )
  const found = rows.filter(({ id }) => id.startsWith(text))
  const [only, second] = found
  if (only !== undefined && second === undefined) return only
  throw new CliError({
    code: only === undefined ? 'name_unknown' : 'name_ambiguous',
    exit: 'usage',
    message:
      only === undefined
        ? `Nothing waits that begins with "${text}".`
        : `${found.length} things begin with "${text}".`,
    fix: 'bindery review list',
    suggestions: found.map(({ id }) => id),
  })
}

export type Decision = 'approve' | 'reject'

/** Carries out a decision, by the kind of what waits. Throws CliError for one that takes more than a word. */
export async function decide(call: Call, item: ReviewItem, decision: Decision): Promise<unknown> {
  switch (item.type) {
    case 'approval':
      return decideCall(call, item.id, decision)
    case 'drift':
      return decideDrift(call, item, decision)
    case 'draft':
      throw new CliError({
        code: 'not_available',
        exit: 'usage',
        message: 'A draft is decided line by line.',
        fix: `bindery auto ${item.agentName ?? item.agentId} "<goal>" --accept, or the console`,
      })
  }
}

async function decideCall({ api }: Call, confirmationId: string, decision: Decision): Promise<unknown> {
  const params = { path: { confirmationId } }
  return decision === 'approve'
    ? unwrap(await api.POST('/api/v1/confirmations/{confirmationId}/approve', { params })).data
    : unwrap(await api.POST('/api/v1/confirmations/{confirmationId}/reject', { params })).data
}

async function decideDrift(
  { api }: Call,
  { agentId, skillId, actions }: ReviewItem,
  decision: Decision,
): Promise<unknown> {
  const does = decision === 'reject' ? 'reject' : actions.includes('apply') ? 'apply' : 'acknowledge'
  const path = { agentId, skillId: skillId ?? '' }
  return unwrap(
    await api.POST('/api/v1/agents/{agentId}/skills/{skillId}/drift', {
      params: { path },
      body: { decision: does },
    }),
  ).data
}
