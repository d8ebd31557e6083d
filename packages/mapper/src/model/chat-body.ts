import type OpenAI from 'openai'
import { z } from 'zod'
import type { Manners } from './chat-failure.ts'
import type { ChatAnswer, ChatQuestion, ChatUsage } from './chat-model.ts'

/** A question as the body of a chat completion, in the manners that the server takes. */
export function toBody(
  question: ChatQuestion,
  model: string,
  { format, tokens, temperature }: Manners,
): OpenAI.ChatCompletionCreateParamsNonStreaming {
  const isHeld = format === 'schema'
  const user = isHeld
    ? question.user
    : `${question.user}\n\nJSON schema of the answer:\n${JSON.stringify(question.schema)}`
  return {
    model,
    messages: [
      { role: 'system', content: question.system },
      { role: 'user', content: user },
    ],
    ...(tokens === 'max_completion_tokens'
      ? { max_completion_tokens: question.maxTokens }
      : { max_tokens: question.maxTokens }),
    ...(temperature === 'zero' ? { temperature: 0 } : {}),
    ...formatOf(question, format),
  }
}

function formatOf(
  { name, schema }: ChatQuestion,
  format: Manners['format'],
): Pick<OpenAI.ChatCompletionCreateParamsNonStreaming, 'response_format'> {
  switch (format) {
    case 'schema':
    case 'schema_told':
      return {
        response_format: { type: 'json_schema', json_schema: { name, strict: true, schema: { ...schema } } },
      }
    case 'object':
      return { response_format: { type: 'json_object' } }
    case 'text':
      return {}
  }
}

const count = z.int().min(0).catch(0)

/** What is read of a completion; servers leave out and add what they like. */
const Completion = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
  usage: z.object({ prompt_tokens: count, completion_tokens: count }).nullish().catch(undefined),
})

/** What a completion says, or why it says nothing. */
export function toAnswer(completion: unknown): ChatAnswer {
  const { data } = Completion.safeParse(completion)
  const [choice] = data?.choices ?? []
  const usage: ChatUsage = {
    promptTokens: data?.usage?.prompt_tokens ?? 0,
    completionTokens: data?.usage?.completion_tokens ?? 0,
    calls: 1,
  }
  if (choice === undefined) return { status: 'failed', failure: 'not_understood', usage }
  const { finish_reason: finish, message } = choice
  if ((message.refusal ?? '') !== '' || finish === 'content_filter')
    return { status: 'failed', failure: 'refused', usage }
  if (finish === 'length') return { status: 'failed', failure: 'cut_off', usage }
  return { status: 'answered', text: message.content ?? '', usage }
}
