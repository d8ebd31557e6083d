import { PlatformError } from '@bindery/model'
import { pageReview, type ReviewRow, type ReviewType, reviewTypes, type Transaction } from '@bindery/store'
import { type PageRequest, readList } from '../kernel/page.ts'
import type { Principal } from '../kernel/principal.ts'
import { requireScope } from '../kernel/permissions.ts'
import type { Scope } from '../kernel/scopes.ts'

/** What a key needs besides `agents:read` to be shown items of a type: what it needs for the lists that they come from. */
export const scopesOfTypes: Readonly<Record<ReviewType, Scope>> = {
  approval: 'confirmations:write',
  drift: 'integrations:read',
  draft: 'skills:read',
}

const mayRead = ({ scopes }: Principal, type: ReviewType): boolean =>
  scopes.has('agents:read') && scopes.has(scopesOfTypes[type])

/** Lists are counted up to here. */
const mostCounted = 10_000

export type ReviewCounts = Readonly<Record<ReviewType, number | null>>

/** How many wait, by type: each counted by the query of the list, and null where the key may not read it. */
export async function countInbox(transaction: Transaction, principal: Principal): Promise<ReviewCounts> {
  const { environment } = principal
  const count = async (type: ReviewType): Promise<number | null> => {
    if (!mayRead(principal, type)) return null
    const window = { after: undefined, limit: 1 }
    return (await pageReview(transaction, { types: [type], environment }, window)).total ?? mostCounted
  }
  return { approval: await count('approval'), drift: await count('drift'), draft: await count('draft') }
}

export interface InboxRequest extends PageRequest {
  /** Those that are asked for by name; all that the key may read when absent. */
  readonly types: readonly ReviewType[] | undefined
  /** The one with this id alone; all when absent. */
  readonly id: string | undefined
}

/**
 * A page of what waits for a person. Throws `insufficient_scope` for a type that is asked for by name and that the key may not
 * read; types that nobody named and that it may not read are told of as withheld.
 */
export async function readInbox(transaction: Transaction, principal: Principal, request: InboxRequest) {
  for (const type of request.types ?? []) requireScope(principal, scopesOfTypes[type])
  const { environment } = principal
  const { id } = request
  const types = (request.types ?? reviewTypes).filter((type) => mayRead(principal, type))
  const list = ['review', environment, types.join(','), id] as const
  const { rows, meta } = await readList(list, request, (window) =>
    pageReview(transaction, { types, environment, id }, window),
  )
  const withheld = reviewTypes.filter((type) => !mayRead(principal, type))
  return {
    rows,
    meta: {
      ...meta,
      counts: await countInbox(transaction, principal),
      withheld: withheld.map((type) => ({ type, scope: scopesOfTypes[type] })),
    },
  }
}

export const reviewActions = ['approve', 'reject', 'apply', 'acknowledge', 'open'] as const
type ReviewAction = (typeof reviewActions)[number]

/** What can be done about it: a call of a skill that is gone can only be rejected, a drift without a repair not applied. */
export function actionsOf({ type, functionName, hasRepair }: ReviewRow): ReviewAction[] {
  switch (type) {
    case 'approval':
      return functionName === null ? ['reject'] : ['approve', 'reject']
    case 'drift':
      return hasRepair ? ['apply', 'acknowledge', 'reject'] : ['acknowledge', 'reject']
    case 'draft':
      return ['open']
  }
}

export const severities = ['high', 'medium', 'low'] as const

export function severityOf({ urgency }: ReviewRow): (typeof severities)[number] {
  const severity = severities[urgency]
  if (severity === undefined) throw new PlatformError('internal_error', `There is no urgency ${urgency}.`)
  return severity
}
