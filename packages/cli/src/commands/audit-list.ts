import { auditActions, unwrap } from '@bindery/client'
import { columns, type Command } from '../command.ts'
import { choiceFlag, numberFlag, textFlag } from '../command-line/parameter.ts'
import { answerOf } from '../schemas/output-schema.ts'

const limit = numberFlag('limit', 'Most entries (50)', { least: 1, most: 500 })
const actor = textFlag('actor', 'Only what this one did: key:Night desk')
const action = choiceFlag('action', 'Only this', auditActions)
const subject = textFlag('subject', 'Only what happened to this')
const since = textFlag('since', 'Not before: 2027-01-18T09:00:00Z')
const until = textFlag('until', 'Before')
const before = textFlag('before', 'Entries before this sequence, to go on with')

/** The filters of the log. */
export const auditFlags = [actor, action, subject, since, until] as const

export function auditFilter(get: Parameters<Command['run']>[0]['get']) {
  const [who, what, whom, from, to] = [get(actor), get(action), get(subject), get(since), get(until)]
  return {
    ...(who !== undefined && { actor: who }),
    ...(what !== undefined && { action: what }),
    ...(whom !== undefined && { subject: whom }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  }
}

export const command: Command = {
  summary: 'Who did what, newest first',
  takes: [...auditFlags, limit, before],
  output: answerOf('GET /api/v1/audit'),
  example: 'audit list --action agent.published',
  run: async ({ get, api }) => {
    const last = get(before)
    const query = {
      ...auditFilter(get),
      limit: String(get(limit) ?? 50),
      ...(last !== undefined && { before: last }),
    }
    const { data } = unwrap(await api.GET('/api/v1/audit', { params: { query } }))
    const oldest = data.at(-1)?.sequence
    return {
      data,
      meta: { shown: data.length },
      view: columns('sequence', 'at', 'actor', 'action', 'subject'),
      ...(data.length === (get(limit) ?? 50) &&
        oldest !== undefined && { note: `Showing ${data.length}; --before ${oldest} goes on.` }),
    }
  },
}
