import { agentUseCases, prepublishUseCases, versionUseCases } from '@bindery/platform/agents'
import { catalogUseCases } from '@bindery/platform/catalog'
import { discoveryUseCases } from '@bindery/platform/discovery'
import { autoUseCases } from '@bindery/platform/drafting'
import { driftUseCases } from '@bindery/platform/drift'
import { integrationUseCases } from '@bindery/platform/integrations'
import type { UseCase } from '@bindery/platform/kernel'
import { reviewUseCases } from '@bindery/platform/review'
import { executionUseCases } from '@bindery/platform/runs'
import { searchUseCases } from '@bindery/platform/search'
import { anyBindingUseCases, skillUseCases } from '@bindery/platform/skills'
import type { JsonObject } from '@bindery/model'
import type { Services } from '../../services.ts'

/** What an assistant may do with a tool: look, have a schema read anew, or leave a draft that a person must enable. */
export type AdminEffect = 'reads' | 'discovers' | 'drafts'

export interface AdminTool {
  readonly name: string
  readonly effect: AdminEffect
  readonly useCase: UseCase<Services>
  /** How the content is given: member by member, or as the one argument `binding`. */
  readonly content: 'members' | 'binding'
  /** Members of the content that nobody gives here, with what they are. */
  readonly fixed: JsonObject
  /** Members of the content that are not taken here. */
  readonly withheld: readonly string[]
  /** Members that must be given here although the use case can do without. */
  readonly required: readonly string[]
}

const tool = (name: string, useCase: UseCase<Services>, more: Partial<AdminTool> = {}): AdminTool => ({
  name,
  useCase,
  effect: 'reads',
  content: 'members',
  fixed: {},
  withheld: [],
  required: [],
  ...more,
})

/**
 * What an assistant may do in place of an operator. Nothing here enables, publishes, approves, connects, adds a host or
 * touches a secret: what it proposes waits for a person.
 */
export const adminTools: readonly AdminTool[] = [
  tool('list_providers', integrationUseCases.list),
  tool('show_provider', integrationUseCases.show),
  tool('discover_provider', discoveryUseCases.start, { effect: 'discovers' }),
  tool('show_discovery', discoveryUseCases.show),
  tool('search', searchUseCases.everywhere),
  tool('list_operations', catalogUseCases.listOperations),
  tool('show_operation', catalogUseCases.showOperation),
  tool('list_objects', catalogUseCases.listObjects),
  tool('show_object', catalogUseCases.showObject),
  tool('show_schema_changes', driftUseCases.ofIntegration),
  tool('list_agents', agentUseCases.list),
  tool('show_agent', agentUseCases.overview),
  tool('list_skills', skillUseCases.list),
  tool('show_skill', anyBindingUseCases.show),
  tool('list_versions', versionUseCases.list),
  tool('show_prepublish_report', prepublishUseCases.report),
  tool('list_review', reviewUseCases.list),
  tool('list_executions', executionUseCases.list),
  tool('show_execution', executionUseCases.show),
  tool('validate_binding', anyBindingUseCases.validate, { content: 'binding' }),
  tool('propose_binding', anyBindingUseCases.create, {
    effect: 'drafts',
    content: 'binding',
    fixed: { enabled: false },
  }),
  tool('propose_skill', autoUseCases.draft, {
    effect: 'drafts',
    fixed: { dryRun: false },
    // A refinement rewrites a skill that somebody may have enabled meanwhile; what is sensitive is for people to agree to.
    withheld: ['refines', 'allowSensitive', 'mapper'],
    required: ['goal'],
  }),
]
