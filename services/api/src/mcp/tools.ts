import type { JsonObject } from '@bindery/model'
import type { OfferedTool, Toolset } from '@bindery/platform/runs'
import type { ClaimsForm } from './claims-form.ts'

/** A published, enabled skill as the tool that a client sees. */
export interface PublishedTool extends OfferedTool {
  readonly name: string
  /** Approved by a person with the skill: nothing of it is read from the provider when it is served. */
  readonly definition: JsonObject
}

/** What an agent offers over MCP. */
export interface PublishedTools extends Omit<Toolset, 'tools' | 'verification'> {
  readonly tools: readonly PublishedTool[]
  /** How its callers are verified, when they can be. */
  readonly claims?: ClaimsForm
}
