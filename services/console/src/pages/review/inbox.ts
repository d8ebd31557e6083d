import type { ReviewItem, ReviewMeta } from '@bindery/client'
import type { InfiniteData } from '@tanstack/react-query'

/** The pages of the inbox that were loaded so far. */
export type Inbox = InfiniteData<{ readonly data: readonly ReviewItem[]; readonly meta?: ReviewMeta }>
