import { Readable } from 'node:stream'
import type { MappingEvent } from '@bindery/mapper'

/** Server-Sent Events of one drafting, sent as they happen. */
export interface DraftEvents {
  readonly stream: Readable
  readonly send: (event: string, data: unknown) => void
  readonly end: () => void
}

export function draftEvents(): DraftEvents {
  const stream = new Readable({ read: () => undefined })
  let sent = 0
  let isOver = false
  stream.on('close', () => {
    isOver = true
  })
  return {
    stream,
    send: (event, data) => {
      if (isOver) return
      sent++
      stream.push(`id: ${sent}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
    },
    end: () => {
      if (!isOver) stream.push(null)
    },
  }
}

/** An event of the mapper as the API shows it; what a line looks like is the route's to say. */
export function eventData(event: Exclude<MappingEvent, { kind: 'line' }>): unknown {
  const { kind: _, ...data } = event
  return event.kind === 'usage' ? event.usage : data
}
