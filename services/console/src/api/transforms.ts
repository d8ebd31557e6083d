import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { send } from './client.ts'

/** Functions that transforms may call. */
export const transformsQuery = queryOptions({
  queryKey: ['transforms'],
  queryFn: () => send((api) => api.GET('/api/v1/transforms')),
  select: ({ data }) => data,
  staleTime: Infinity,
})

/** What a transform makes of a value. Calls and stores nothing. */
export const transformTrialQuery = (question: { readonly transform: string; readonly value: unknown }) =>
  queryOptions({
    queryKey: ['transform-trial', JSON.stringify(question)],
    queryFn: () => send((api) => api.POST('/api/v1/transforms/try', { body: question })),
    select: ({ data }) => data,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: Infinity,
    gcTime: 60_000,
  })
