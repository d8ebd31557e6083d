import type { OrganizationId } from '@bindery/model'
import type { IntegrationRow, SkillRow } from '@bindery/store'
import type { Needs } from '../kernel/needs.ts'
import type { DriftContexts } from '../skills/drift-context.ts'
import type { ProvidersNow } from './graver-now.ts'
import type { VersionBindings } from './version-bindings.ts'

/** One skill that is held to the current catalog of a provider. */
export interface Recheck {
  readonly services: Needs<'store'>
  readonly organizationId: OrganizationId
  readonly integration: IntegrationRow
  readonly contexts: DriftContexts
  /** Skills with a drift that waits for a decision. */
  readonly drifting: ReadonlySet<string>
  /** By skill, the bytes that versions hold: a version of each hash. */
  readonly published: ReadonlyMap<string, ReadonlyMap<string, string>>
  readonly bindings: VersionBindings
  readonly providers: ProvidersNow
  readonly row: SkillRow
  /** `touched`: equal parts give equal skills, and are not compiled to see that. */
  readonly which: 'all' | 'touched'
}
