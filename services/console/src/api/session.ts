import { ProblemError, type Session, settle } from '@bindery/client'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import { t } from '../text/translate.ts'
import { client, send } from './client.ts'

/** Who is signed in and what waits for them; null for nobody. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async () => {
    try {
      return (await send((api) => api.GET('/api/v1/session'))).data
    } catch (error) {
      if (error instanceof ProblemError && error.problem.status === 401) return null
      throw error
    }
  },
  staleTime: 30_000,
})

/** Who has signed in, for the pages: one that ends takes them away before any of them could miss it. */
export const SessionContext = createContext<Session | undefined>(undefined)

/** The session of a page that is shown only to who has one. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (session === undefined) throw new Error('This page is shown only to who has signed in.')
  return session
}

/**
 * Why the key of this session may not do what needs `scope`; undefined when it may. `everywhere`: it changes what every environment
 * uses, which a key of one of them may not.
 */
export function useRefusal(scope: string, reach: 'own' | 'everywhere' = 'own'): string | undefined {
  const { data } = useQuery(sessionQuery)
  if (data === null || data === undefined) return undefined
  const { name: key, scopes, environment } = data.key
  if (!scopes.some((held) => held === scope)) return t('common.readOnly', { key, scope })
  if (reach === 'everywhere' && environment !== null) return t('common.oneEnvironment', { key, environment })
  return undefined
}

/** Exchanges a key, or the code of a link, for a session that lives in a cookie. */
export async function signIn(proof: { apiKey: string } | { code: string }): Promise<void> {
  settle(await client.POST('/api/v1/session', { body: proof }))
}

export async function signOut(): Promise<void> {
  settle(await client.DELETE('/api/v1/session'))
}
