import type { Issue } from '@bindery/model'
import type { ResolvedBinding } from '../resolution/resolved-binding.ts'

/** What a rule looks at, and where it reports. */
export interface RuleContext extends ResolvedBinding {
  readonly report: (issue: Issue) => void
}

/** One check of a binding. Pure: it reports every finding of its kind, and never stops at the first. */
export type Rule = (context: RuleContext) => void
