import type { SearchRow } from '@bindery/client'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { send } from './client.ts'

export type SearchType = SearchRow['type']

/** One row of an answer. */
export type FoundRow = Awaited<ReturnType<typeof search>>['data'][number]

/** Characters of a search that the server looks at. */
export const longestSearch = 200

/** Asked again this often while catalogs are still being read, in ms. */
const readingMs = 1_000

interface Asked {
  readonly words: string
  /** The only type that is looked for. */
  readonly only: SearchType | undefined
}

function search({ words, only }: Asked, signal: AbortSignal) {
  const bounds = only === undefined ? { limit: '6' } : { types: only, limit: '50' }
  return send((api) => api.GET('/api/v1/search', { params: { query: { q: words, ...bounds } }, signal }))
}

/** What has these words in its name, best first; some of each type, or many of one. An older question is given up. */
export const searchQuery = (asked: Asked) =>
  queryOptions({
    queryKey: ['search', asked],
    queryFn: ({ signal }) => search(asked, signal),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => ((state.data?.meta?.notSearched.length ?? 0) > 0 ? readingMs : false),
    retry: false,
    gcTime: 60_000,
  })
