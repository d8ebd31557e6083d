import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ProblemError } from '@bindery/client'
import { isSignedOut, SilentError } from './client.ts'

/** Asks once more for what may succeed as it is; a refusal is final. */
const mayRetry = (failures: number, error: Error): boolean =>
  failures < 2 &&
  !(error instanceof SilentError) &&
  (!(error instanceof ProblemError) || error.problem.retryable === true)

/** The memory of what was loaded. An ended session shows wherever it is noticed. */
export function createQueryClient(): QueryClient {
  const onError = (error: unknown): void => {
    if (isSignedOut(error)) queryClient.setQueryData(['session'], null)
  }
  const queryClient: QueryClient = new QueryClient({
    defaultOptions: {
      queries: { networkMode: 'always', retry: mayRetry, staleTime: 10_000, refetchOnWindowFocus: true },
      mutations: { networkMode: 'always' },
    },
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
  })
  return queryClient
}
