export interface ListMeta {
  readonly nextCursor: string | null
  readonly hasMore: boolean
  readonly limit: number
  /** Absent above 10,000 and for logs. */
  readonly total?: number
}
