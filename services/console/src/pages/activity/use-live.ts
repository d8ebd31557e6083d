import { useEffect, useEffectEvent, useState } from 'react'
import { type ExecutionFilter, executionEvents } from '../../api/executions.ts'
import { fits, readEndedCall } from './run-events.ts'

export interface Live {
  /** How many calls have ended that the list does not show yet. */
  readonly news: number
  /** More was missed than was counted. */
  readonly isMore: boolean
  /** `lost`: the browser tries again and misses nothing. `refused`: the server takes no stream of this key now. */
  readonly state: 'opening' | 'following' | 'lost' | 'refused'
  /** The list was loaded anew. */
  readonly seen: () => void
}

const nothing = { ids: new Set<string>(), isMore: false }

/** Follows the calls that end, and counts those that the list would have; it never touches the list. */
export function useLive(filter: ExecutionFilter): Live {
  const [state, setState] = useState<Live['state']>('opening')
  const [news, setNews] = useState(nothing)
  const note = useEffectEvent((data: string) => {
    const call = readEndedCall(data)
    if (call === undefined || !fits(call, filter)) return
    setNews(({ ids, isMore }) => ({ ids: new Set([...ids, call.id]), isMore }))
  })
  useEffect(() => {
    const source = new EventSource(executionEvents)
    source.addEventListener('open', () => setState('following'))
    source.addEventListener('error', () =>
      setState(source.readyState === EventSource.CLOSED ? 'refused' : 'lost'),
    )
    source.addEventListener('gap', () => setNews(({ ids }) => ({ ids, isMore: true })))
    source.addEventListener('execution', ({ data }) => note(String(data)))
    return () => source.close()
  }, [])
  return { news: news.ids.size, isMore: news.isMore, state, seen: () => setNews(nothing) }
}
