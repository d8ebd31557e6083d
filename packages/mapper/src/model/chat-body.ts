import type OpenAI from 'openai'
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
    case 'schema_ignored':
    case 'unknown':
      return {
        response_format: { type: 'json_schema', json_schema: { name, strict: true, schema: { ...schema } } },
      }
    case 'object':
      return { response_format: { type: 'json_object' } }
    case 'text':
      return {}
  }
}

/** What a completion says, or why it says nothing. */
export function toAnswer({ choices, usage }: OpenAI.ChatCompletion): ChatAnswer {
  const [choice] = choices
  const spent: ChatUsage = {
    promptTokens: usage?.prompt_tokens ?? 0,
    completionTokens: usage?.completion_tokens ?? 0,
  }
  const text = choice?.message.content ?? ''
  if (typeof choice?.message.refusal === 'string' || choice?.finish_reason === 'content_filter')
    return { status: 'failed', failure: 'refused', usage: spent }
  if (choice?.finish_reason === 'length') return { status: 'failed', failure: 'cut_off', usage: spent }
  return { status: 'answered', text, usage: spent }
}
