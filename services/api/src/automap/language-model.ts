import { type Egress, libraryFetch } from '@bindery/connection'
import { type ChatModel, openAiChat } from '@bindery/mapper'
import type { LanguageModelSettings } from '../config.ts'

const maxResponseBytes = 2_000_000
const timeoutMs = 30_000

/** The language model of the environment, behind the egress guard; undefined when none is set up. */
export function openLanguageModel(
  settings: LanguageModelSettings | undefined,
  egress: Egress,
): ChatModel | undefined {
  if (settings === undefined) return undefined
  const fetch = libraryFetch({ egress, key: 'language-model', maxResponseBytes, timeoutMs })
  return openAiChat({ ...settings, fetch })
}
