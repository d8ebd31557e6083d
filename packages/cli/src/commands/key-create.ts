import { scopes, unwrap } from '@bindery/client'
import type { Command } from '../command.ts'
import { argument, listFlag, textFlag } from '../command-line/parameter.ts'
import { missingInput, usageError } from '../failures/cli-error.ts'
import { answerOf } from '../schemas/output-schema.ts'

const name = argument('name', 'What it is for')
const scope = { ...listFlag('scope', 'What it may do; several, or by commas'), choices: scopes }
const expires = textFlag('expires', 'When it ends: 2027-12-31T00:00:00Z')

export const command: Command = {
  summary: 'Makes an API key; its value is shown this once',
  takes: [name, scope, expires],
  output: answerOf('POST /api/v1/api-keys'),
  example: 'key create "Night desk" --scope skills:execute,skills:read --env production',
  run: async ({ get, api, settings }) => {
    const granted = get(scope)
      .flatMap((text) => text.split(','))
      .map(readScope)
    if (granted.length === 0) throw missingInput('--scope is missing.', `Give some of ${scopes.join(', ')}.`)
    const end = get(expires)
    return unwrap(
      await api.POST('/api/v1/api-keys', {
        body: {
          name: get(name),
          scopes: granted,
          ...(settings.env !== undefined && { environment: settings.env }),
          ...(end !== undefined && { expiresAt: end }),
        },
      }),
    )
  },
}

function readScope(text: string): (typeof scopes)[number] {
  const found = scopes.find((one) => one === text.trim())
  if (found !== undefined) return found
  throw usageError(`There is no scope "${text}".`, `There is ${scopes.join(', ')}.`)
}
