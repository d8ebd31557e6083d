import { unwrap, webhookEvents } from '@bindery/client'
import type { Command } from '../command.ts'
import { argument, listFlag, textFlag } from '../command-line/parameter.ts'
import { usageError } from '../failures/cli-error.ts'
import { answerOf } from '../schemas/output-schema.ts'

const url = argument('url', 'Where messages go')
const event = { ...listFlag('event', 'What it hears of; everything when absent'), choices: webhookEvents }
const description = textFlag('description', 'What it is for')

export const command: Command = {
  summary: 'Tells an address of events; the secret that signs them is shown this once',
  takes: [url, event, description],
  output: answerOf('POST /api/v1/webhooks'),
  example: 'webhook add https://hooks.acme.example/bindery --event schema.drifted',
  run: async ({ get, api }) => {
    const events = get(event)
      .flatMap((text) => text.split(','))
      .map(readEvent)
    const text = get(description)
    return unwrap(
      await api.POST('/api/v1/webhooks', {
        body: {
          url: get(url),
          events: events.length > 0 ? events : [...webhookEvents],
          ...(text !== undefined && { description: text }),
        },
      }),
    )
  },
}

function readEvent(text: string): (typeof webhookEvents)[number] {
  const found = webhookEvents.find((one) => one === text.trim())
  if (found !== undefined) return found
  throw usageError(`There is no event "${text}".`, `There is ${webhookEvents.join(', ')}.`)
}
