interface Page {
  readonly meta?: { readonly nextCursor: string | null }
}

/** How a list is read on: by the cursor that came with the page before. */
export const pageByPage = {
  initialPageParam: '',
  getNextPageParam: ({ meta }: Page): string | undefined => meta?.nextCursor ?? undefined,
}

/** The next page of a list, or its first one. */
export const pageAt = (cursor: string, limit: number) => ({
  limit: String(limit),
  ...(cursor !== '' && { cursor }),
})
