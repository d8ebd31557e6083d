import type { ChatModel } from '@bindery/mapper'
import type { ModelFact } from '@bindery/platform/kernel'

export interface WatchedModel {
  readonly model: ChatModel
  /** What came of the last question. */
  readonly last: () => ModelFact['last']
}

/** Remembers whether a model answered, so that this can be said without asking it. */
export function watchModel(model: ChatModel, now: () => number): WatchedModel {
  let last: ModelFact['last']
  const note = (result: 'answered' | 'failed'): void => {
    last = { at: new Date(now()), result }
  }
  return {
    last: () => last,
    model: {
      model: model.model,
      ask: async (question, limits) => {
        try {
          const answer = await model.ask(question, limits)
          note('answered')
          return answer
        } catch (error) {
          note('failed')
          throw error
        }
      },
    },
  }
}
