import { unwrap } from '@bindery/client'
import type { Call } from '../command.ts'
import { choiceFlag } from '../command-line/parameter.ts'
import { CliError } from '../failures/cli-error.ts'
import { jsonText } from '../output/json-text.ts'
import { cellText, membersOf } from '../output/rows.ts'
import { readEvents, type ServerEvent } from './read-events.ts'

export const progress = choiceFlag('progress', 'How progress is told on standard error', [
  'line',
  'json',
  'none',
])

export interface Job {
  readonly kind: string
  readonly job: string
}

/**
 * Tells of a discovery until it has ended. The first Ctrl+C cancels it at the server, and what is left is heard of; the second
 * one leaves it as it is.
 */
export async function followDiscovery(call: Call, place: Job): Promise<void> {
  const silence = call.onInterrupt(() => void cancel(call, place))
  try {
    for await (const event of await openEvents(call, place)) tell(call, event)
  } finally {
    silence()
  }
}

async function openEvents({ lookups }: Call, path: Job) {
  const data = unwrap(
    await lookups.GET('/api/v1/integrations/{kind}/discover/{job}', {
      params: { path },
      headers: { accept: 'text/event-stream' },
      parseAs: 'stream',
    }),
  )
  if (data === null) throw noEvents()
  return readEvents(data)
}

async function cancel({ lookups, terminal }: Call, path: Job): Promise<void> {
  terminal.alert('Cancelling the discovery; Ctrl+C again leaves it to itself.')
  // When it cannot be cancelled it has ended, of which the events tell.
  await lookups
    .DELETE('/api/v1/integrations/{kind}/discover/{job}', { params: { path } })
    .catch((error: unknown) =>
      terminal.alert(error instanceof Error ? error.message : 'It cannot be cancelled.'),
    )
}

function tell({ get, terminal }: Call, event: ServerEvent): void {
  const how = get(progress) ?? 'line'
  if (how === 'json') terminal.alert(jsonText(event))
  if (how === 'line') terminal.status(statusOf(event))
  if (event.event === 'quarantine' && terminal.loudness === 'verbose')
    terminal.say(`set aside: ${cell(event, 'operation')}: ${cell(event, 'reason')}`)
}

function statusOf(event: ServerEvent): string {
  if (event.event === 'phase') return `${cell(event, 'name')} ${cell(event, 'done')}/${cell(event, 'total')}`
  if (event.event === 'count')
    return `${cell(event, 'objectCount')} objects, ${cell(event, 'operationCount')} operations, ${cell(event, 'quarantined')} set aside`
  return event.event
}

const cell = ({ data }: ServerEvent, name: string): string => cellText(membersOf(data).get(name))

const noEvents = (): CliError =>
  new CliError({ code: 'answer_unreadable', exit: 'unexpected', message: 'The server sent no events.' })
