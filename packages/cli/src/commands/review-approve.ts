import type { Command } from '../command.ts'
import { decide, findReviewItem, reviewArgument } from '../input/review-item.ts'
import { anything, members, own, text } from '../schemas/output-schema.ts'

export const command: Command = {
  summary: 'Approves a waiting call, which then runs, or takes what a changed schema asks',
  takes: [reviewArgument],
  output: own(members({ id: text, type: text, decision: { const: 'approve' }, result: anything })),
  example: 'review approve 01a22e2b --yes',
  run: async (call) => {
    const { get, reader } = call
    const item = await findReviewItem(call, get(reviewArgument))
    await reader.agree(`Approve "${item.title}"?`)
    const result = await decide(call, item, 'approve')
    return { data: { id: item.id, type: item.type, decision: 'approve', result } }
  },
}
