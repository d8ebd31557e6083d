import type { JsonObject, Skill } from '@bindery/model'
import type { ClaimsForm } from './claims-form.ts'
import type { RunCache } from '@bindery/platform/kernel'

/** A published, enabled skill as the tool that a client sees. */
export interface PublishedTool {
  readonly name: string
  readonly skillId: string
  readonly skill: Skill
  /** Approved by a person with the skill: nothing of it is read from the provider when it is served. */
  readonly definition: JsonObject
}

/** What an agent offers over MCP. */
export interface Toolset {
  readonly agentId: string
  readonly agentName: string
  readonly status: 'published' | 'never_published'
  /** In the order of the published version. */
  readonly tools: readonly PublishedTool[]
  /** How its callers are verified, when they can be. */
  readonly claims?: ClaimsForm
}

/** What tool lists are remembered by. */
export interface ToolParts {
  readonly toolsets: RunCache<Toolset>
}
