import { setTimeout } from 'node:timers/promises'
import { createEgress, libraryFetch, parseEgressAllow } from '../../../packages/connection/src/index.ts'
import { type ChatModel, mapGoalWithModel, openAiChat } from '../../../packages/mapper/src/index.ts'
import { Secret } from '../../../packages/model/src/index.ts'
import type { MapperChoice } from './automap-options.ts'
import { compileFor } from './compile-for.ts'
import { type GoalMapper, openOf } from './goal-mapper.ts'
import type { ChatFor } from './prompt-record.ts'

/** Drafts with a language model within the standard budget, and by rules where it gives nothing; nothing is cached. */
export const modelMapper = (chatFor: ChatFor, costs: 'tokens' | 'nothing'): GoalMapper => ({
  costs,
  async map(request, catalog) {
    const { result, usage, fallback } = await mapGoalWithModel(request, catalog, {
      ...(await compileFor(catalog)),
      chat: chatFor(request),
      signal: new AbortController().signal,
      now: Date.now,
      sleep: (ms, signal) => setTimeout(ms, undefined, { signal }),
    })
    const made = { usage, ...(fallback === undefined ? {} : { fallback }) }
    if (result.status === 'abstained') {
      const mode = fallback === undefined ? 'model' : 'deterministic'
      return { status: 'abstained', mode, reasons: result.reasons, ...made }
    }
    const { mode, operation, binding, issues, confidence, strength } = result
    const compiles = issues.length === 0
    const open = openOf(result)
    return { status: 'mapped', mode, operation, binding, compiles, confidence, strength, open, ...made }
  },
})

/** The model that whoever runs the benchmark named, wherever it is. */
export function chosenModel({ model, baseUrl, apiKey }: Extract<MapperChoice, { kind: 'model' }>): ChatModel {
  const everywhere = parseEgressAllow('0.0.0.0/0,[::]/0')
  const allow = everywhere.ok ? everywhere.value : []
  const egress = createEgress({ policy: { allow, plainHttp: 'anywhere' } })
  const fetch = libraryFetch({ egress, key: 'bench', maxResponseBytes: 2_000_000, timeoutMs: 30_000 })
  return openAiChat({
    model,
    baseUrl,
    apiKey: apiKey === undefined ? undefined : new Secret(apiKey),
    fetch,
  })
}
