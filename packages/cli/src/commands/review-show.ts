import { unwrap } from '@bindery/client'
import { type Command, lines } from '../command.ts'
import { findReviewItem, reviewArgument } from '../input/review-item.ts'
import { memberLines } from '../output/table.ts'
import { jsonText } from '../output/json-text.ts'
import { anything, members, own } from '../schemas/output-schema.ts'

export const command: Command = {
  summary: 'What waits, with all that is needed to decide it',
  takes: [reviewArgument],
  output: own(members({ item: { type: 'object' }, detail: anything })),
  example: 'review show 01a22e2b',
  run: async (call) => {
    const item = await findReviewItem(call, call.get(reviewArgument))
    const detail = await detailOf(call, item)
    return {
      data: { item, detail },
      view: lines([...memberLines(item), '', ...jsonText(detail, 2).split('\n')]),
    }
  },
}

type Asked = Parameters<Command['run']>[0]
type Item = Awaited<ReturnType<typeof findReviewItem>>

async function detailOf({ api }: Asked, { type, id, agentId, skillId }: Item): Promise<unknown> {
  switch (type) {
    case 'approval': {
      const path = { confirmationId: id }
      return unwrap(await api.GET('/api/v1/confirmations/{confirmationId}', { params: { path } })).data
    }
    case 'drift': {
      const path = { agentId, skillId: skillId ?? '' }
      return unwrap(await api.GET('/api/v1/agents/{agentId}/skills/{skillId}/drift', { params: { path } }))
        .data
    }
    case 'draft': {
      const path = { agentId, draftId: id }
      return unwrap(await api.GET('/api/v1/agents/{agentId}/drafts/{draftId}', { params: { path } })).data
    }
  }
}
