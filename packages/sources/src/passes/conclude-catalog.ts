import type { SchemaCatalog } from '@bindery/model'
import type { ClaimEffect } from '../effects/claim.ts'
import { judgeEffects } from '../effects/judge-effects.ts'
import type { IssueLog } from '../json-schema/issue-log.ts'
import { finishCatalog } from './finish-catalog.ts'
import { inferSensitivity } from './infer-sensitivity.ts'
import { markErrorChannels } from './mark-error-channels.ts'
import { reportConfusables } from './report-confusables.ts'
import { showTexts } from './show-texts.ts'

export type CatalogPass = (catalog: SchemaCatalog) => SchemaCatalog

/** What safety hangs on, in order: each pass may rely on those before it. Running them again changes nothing. */
const safetyPasses = (claimEffect: ClaimEffect): readonly CatalogPass[] => [
  inferSensitivity,
  (catalog) => judgeEffects(catalog, claimEffect),
  markErrorChannels,
]

/**
 * Makes a catalog of what a source kind lifted: every kind goes through here, so that none can leave out a pass that safety
 * hangs on. `passes` are those of the kind itself; they rely on the ones for safety.
 */
export function concludeCatalog(
  lifted: SchemaCatalog,
  { claimEffect, passes = [], log }: Conclusions,
): SchemaCatalog {
  const show: CatalogPass = (known) => showTexts(known, log)
  const all = [show, ...safetyPasses(claimEffect), ...passes, finishCatalog]
  const catalog = all.reduce((known, pass) => pass(known), lifted)
  reportConfusables(catalog, log)
  return catalog
}

export interface Conclusions {
  readonly claimEffect: ClaimEffect
  readonly passes?: readonly CatalogPass[]
  /** Where names that pass for others are reported. */
  readonly log: IssueLog
}
