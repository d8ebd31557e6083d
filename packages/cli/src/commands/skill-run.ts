import { unwrap } from '@bindery/client'
import { type Answer, type Call, type Command, lines } from '../command.ts'
import { listFlag, switchFlag, textFlag } from '../command-line/parameter.ts'
import { invalidInput } from '../failures/cli-error.ts'
import { readKeyValues } from '../input/key-values.ts'
import { membersOf } from '../output/rows.ts'
import { agentArgument, skillArgument } from '../names/name-arguments.ts'
import { answerOf } from '../schemas/output-schema.ts'
import type { Line } from '../terminal/line.ts'

const input = listFlag('input', 'A parameter: name=text, or name:=json', { short: 'i' })
const jsonInput = textFlag('json-input', 'All parameters as JSON or YAML: @file, or - for standard input')
const conversation = textFlag('conversation', 'The conversation that the call belongs to')
const verification = textFlag('verification-env', 'The variable that holds the token of a verified caller')
const draft = switchFlag('draft', 'Runs the draft, not what is published')

export const command: Command = {
  summary: 'Runs a skill of an agent, as the agent would',
  takes: [agentArgument, skillArgument, input, jsonInput, conversation, verification, draft],
  output: answerOf('POST /api/v1/agents/{agentId}/skills/{skillId}/execute'),
  example: 'skill run front-desk find_patient -i caller_phone=+31612345678',
  dryRun: 'own',
  run: async (call) => {
    const { get, api, names, settings } = call
    const owner = await names.agent(get(agentArgument))
    const { id: skillId } = await names.skill(owner, get(skillArgument))
    const params = await readParams(call)
    const token = await readToken(call)
    const conversationId = get(conversation)
    const { data, message } = unwrap(
      await api.POST('/api/v1/agents/{agentId}/skills/{skillId}/execute', {
        params: {
          path: { agentId: owner.id, skillId },
          query: settings.sending === 'dry-run' ? { dryRun: 'true' } : {},
        },
        body: {
          params,
          ...(settings.env !== undefined && { environment: settings.env }),
          ...(conversationId !== undefined && { conversationId }),
          ...(token !== undefined && { verificationToken: token }),
          ...(get(draft) && { draftMode: true }),
        },
      }),
    )
    return toAnswer(data, message)
  },
}

async function readParams({ get, reader }: Call): Promise<Record<string, unknown>> {
  const given = readKeyValues(get(input), '--input')
  const path = get(jsonInput)
  if (path === undefined) return { ...given }
  const document = await reader.document(path.replace(/^@/, ''))
  if (typeof document !== 'object' || document === null || Array.isArray(document))
    throw invalidInput('--json-input must hold an object with the parameters.')
  return { ...Object.fromEntries(membersOf(document)), ...given }
}

async function readToken({ get, reader }: Call): Promise<string | undefined> {
  const fromEnv = get(verification)
  return fromEnv === undefined
    ? undefined
    : reader.secret({ title: 'Verification token', fromFile: undefined, fromEnv })
}

interface Outcome {
  readonly status: string
  readonly output?: unknown
  readonly request?: unknown
  readonly confirmationId?: string
  readonly summary?: string
  readonly ms?: number
}

function toAnswer(data: Outcome, message: string | undefined): Answer {
  const isWaiting = data.status === 'confirmation_required'
  const shown = data.output ?? data.request ?? data
  return {
    data,
    view: lines(JSON.stringify(shown, undefined, 2).split('\n')),
    note: isWaiting ? waitingNote(data) : [message ?? data.status, { style: 'dim', text: timeOf(data) }],
    ...(isWaiting && { exit: 'waiting' }),
  }
}

const waitingNote = ({ summary = '', confirmationId = '' }: Outcome): Line =>
  `${summary} A person must approve it: bindery review approve ${confirmationId}`

const timeOf = ({ ms }: Outcome): string => (ms === undefined ? '' : `  ${Math.round(ms)} ms`)
