import { useEffect, useState } from 'react'
import { discoveryEvents } from '../../api/discovery.ts'
import { jobEventNames, readJobEvent } from './job-events.ts'
import { follow, nothingTold, type Progress } from './progress.ts'

interface Followed {
  readonly progress: Progress
  /** The server is out of reach; the browser tries again and misses nothing. */
  readonly isLost: boolean
}

/** Follows a discovery from its first event, whenever the page was opened, until it ends. */
export function useJobEvents(kind: string, job: string): Followed {
  const [followed, setFollowed] = useState<Followed>({ progress: nothingTold, isLost: false })
  useEffect(() => {
    const source = new EventSource(discoveryEvents(kind, job))
    const listen = (event: Event): void => {
      // The stream has an event of the name that the browser gives to a lost connection, which brings no data.
      if (!(event instanceof MessageEvent)) {
        setFollowed(({ progress }) => ({ progress, isLost: true }))
        return
      }
      const name = jobEventNames.find((known) => known === event.type)
      const told = name === undefined ? undefined : readJobEvent(name, String(event.data))
      if (told === undefined) return
      if (told.name === 'done' || told.name === 'error') source.close()
      setFollowed(({ progress }) => ({ progress: follow(progress, told), isLost: false }))
    }
    for (const name of jobEventNames) source.addEventListener(name, listen)
    return () => source.close()
  }, [kind, job])
  return followed
}
