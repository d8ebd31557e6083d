import type { Command } from '../command.ts'
import { decide, findReviewItem, reviewArgument } from '../input/review-item.ts'
import { anything, members, own, text } from '../schemas/output-schema.ts'

export const command: Command = {
  summary: 'Rejects a waiting call, or what a changed schema asks',
  takes: [reviewArgument],
  output: own(members({ id: text, type: text, decision: { const: 'reject' }, result: anything })),
  example: 'review reject 01a22e2b --yes',
  run: async (call) => {
    const { get, reader } = call
    const item = await findReviewItem(call, get(reviewArgument))
    await reader.agree(`Reject "${item.title}"?`)
    const result = await decide(call, item, 'reject')
    return { data: { id: item.id, type: item.type, decision: 'reject', result } }
  },
}
