import type { Connection } from '@bindery/model'
import type { RunCache } from '../kernel/run-cache.ts'
import type { FoundSkill } from './find-runnable.ts'
import type { AnswerTurns } from './answer-turns.ts'
import type { OrganizationPlaces } from './organization-places.ts'

/** What runs work with beyond what every use case may ask for. */
export interface RunParts {
  readonly places: OrganizationPlaces
  readonly answers: AnswerTurns
  readonly runnables: RunCache<FoundSkill>
  readonly connections: RunCache<Connection>
}
