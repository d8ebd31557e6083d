import type { StepFailure } from './ask.ts'
import { cleanText } from './clean-text.ts'

/** What people are told when the rules had to draft alone: what happened, of which model, and the way out. */
export const fallbackMessage = (failure: StepFailure, model: string): string =>
  `The language model "${cleanText(model, 80).text}" ${messages[failure]}`

const byRules = 'the draft was made by rules.'

const messages: Readonly<Record<StepFailure, string>> = {
  refused: `refused to answer; ${byRules}`,
  cut_off: `was cut off in its answer; ${byRules}`,
  rate_limited: `is at its rate limit; ${byRules} Try again later.`,
  unauthorized: `refused the key; ${byRules} Check OPENAI_API_KEY.`,
  bad_request: `cannot take the question; ${byRules} Check BINDERY_MODEL.`,
  not_understood: `is asked at an address that does not speak its protocol; ${byRules} Check OPENAI_BASE_URL.`,
  unreachable: `cannot be reached; ${byRules} Check OPENAI_BASE_URL.`,
  blocked: `is at an address that may not be reached; ${byRules} A private address must be in BINDERY_EGRESS_ALLOW.`,
  timeout: `was too slow; ${byRules}`,
  illegal_answer: `answered in another form than was asked for, or named things that were not offered; ${byRules}`,
  budget: `used up what one goal may cost; ${byRules}`,
}
