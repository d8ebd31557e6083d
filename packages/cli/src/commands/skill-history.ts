import { columns, type Command } from '../command.ts'
import { readPages } from '../names/all-pages.ts'
import { agentArgument, skillArgument } from '../names/name-arguments.ts'
import { listOf, maybeText, members, own, text } from '../schemas/output-schema.ts'

export const command: Command = {
  summary: 'The versions of its agent in which a skill was changed, newest first',
  takes: [agentArgument, skillArgument],
  output: own(
    listOf(
      members({
        version: { type: 'integer' },
        live: { type: 'boolean' },
        change: { enum: ['added', 'changed', 'removed'] },
        skillHash: maybeText,
        note: maybeText,
        publishedBy: text,
        createdAt: text,
      }),
    ),
  ),
  example: 'skill history front-desk find_patient',
  run: async ({ get, api, names }) => {
    const agent = await names.agent(get(agentArgument))
    const { id: skillId } = await names.skill(agent, get(skillArgument))
    const { rows } = await readPages(
      (query) =>
        api.GET('/api/v1/agents/{agentId}/versions', { params: { path: { agentId: agent.id }, query } }),
      Number.POSITIVE_INFINITY,
    )
    const hashes = rows.map(({ skills }) => skills.find((one) => one.skillId === skillId)?.skillHash)
    const changes = rows.flatMap(({ number, live, note, publishedBy, createdAt }, at) => {
      const [now, before] = [hashes[at], hashes[at + 1]]
      if (now === before) return []
      const change = before === undefined ? 'added' : now === undefined ? 'removed' : 'changed'
      return [{ version: number, live, change, skillHash: now ?? null, note, publishedBy, createdAt }]
    })
    return { data: changes, view: columns('version', 'live', 'change', 'note', 'publishedBy', 'createdAt') }
  },
}
