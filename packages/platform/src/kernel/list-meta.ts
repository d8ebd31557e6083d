export interface ListMeta {
  readonly nextCursor: string | null
  readonly hasMore: boolean
  readonly limit: number
  readonly total?: number
}
