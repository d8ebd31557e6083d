import { unwrap } from '@bindery/client'
import type { Call, Command } from '../command.ts'
import { numberFlag, textFlag } from '../command-line/parameter.ts'
import { CliError } from '../failures/cli-error.ts'
import { readEvents, type ServerEvent } from '../input/read-events.ts'
import { jsonText } from '../output/json-text.ts'
import { cellText, membersOf } from '../output/rows.ts'
import { anything, listOf, members, own, text } from '../schemas/output-schema.ts'

const count = numberFlag('count', 'Ends after so many', { least: 1, most: 1_000_000 })
const after = textFlag('after', 'The id of the last event that was seen; only new ones when absent')

export const command: Command = {
  summary: 'Tells of calls as they end, and of those that wait, until Ctrl+C',
  takes: [count, after],
  output: own(listOf(members({ id: text, event: text, data: anything }))),
  example: 'activity tail --output ndjson',
  run: async (call) => {
    const most = call.get(count) ?? Number.POSITIVE_INFINITY
    const whole: ServerEvent[] = []
    let seen = 0
    for await (const event of await open(call)) {
      if (event.event === 'ready') continue
      if (!tellAtOnce(call, event)) whole.push(event)
      seen += 1
      if (seen >= most) break
    }
    return isStreamed(call) ? { data: [], isWritten: true } : { data: whole }
  },
}

async function open({ api, get }: Call) {
  const last = get(after)
  const stream = unwrap(
    await api.GET('/api/v1/executions/stream', {
      headers: { accept: 'text/event-stream', ...(last !== undefined && { 'last-event-id': last }) },
      parseAs: 'stream',
    }),
  )
  if (stream !== null) return readEvents(stream)
  throw new CliError({ code: 'answer_unreadable', exit: 'unexpected', message: 'The server sent no events.' })
}

const isStreamed = ({ settings }: Call): boolean =>
  settings.output === 'table' || settings.output === 'ndjson'

/** Formats of one line for each are written as the events come; the others when all of them are there. */
function tellAtOnce(call: Call, event: ServerEvent): boolean {
  if (!isStreamed(call)) return false
  const { terminal, settings } = call
  if (settings.output === 'ndjson') terminal.data(jsonText(event))
  else terminal.show([lineOf(event)])
  return true
}

function lineOf({ event, data }: ServerEvent): string {
  const cell = (name: string): string => cellText(membersOf(data).get(name))
  return [cell('createdAt'), event, cell('status'), cell('functionName'), cell('durationMs'), cell('id')]
    .filter(Boolean)
    .join('  ')
}
