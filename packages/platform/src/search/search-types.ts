import type { ReadScope } from '../kernel/scopes.ts'

/** What can be found, in the order in which what fits as well is listed. */
export const searchTypes = ['provider', 'agent', 'skill', 'object', 'field', 'operation'] as const
export type SearchType = (typeof searchTypes)[number]

export const isSearchType = (text: string): text is SearchType => searchTypes.some((type) => type === text)

/** Those of the lists of each. */
export const scopeOf = {
  provider: 'integrations:read',
  object: 'integrations:read',
  field: 'integrations:read',
  operation: 'integrations:read',
  skill: 'skills:read',
  agent: 'agents:read',
} as const satisfies Readonly<Record<SearchType, ReadScope>>
