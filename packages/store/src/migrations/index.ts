import { platform } from './001-platform.ts'
import { drift } from './002-drift.ts'
import { gates } from './003-gates.ts'
import { auth } from './004-auth.ts'
import { actions } from './005-actions.ts'
import { webhooks } from './007-webhooks.ts'
import { processes } from './008-processes.ts'
import { requestKeys } from './009-request-keys.ts'
import { packs } from './011-packs.ts'
import { versionContents } from './012-version-contents.ts'
import { skillTests } from './013-skill-tests.ts'
import { automap } from './014-automap.ts'
import { effects } from './015-effects.ts'
import { connectionFacts } from './017-connection-facts.ts'
import { exposure } from './019-exposure.ts'
import { credentialOrigins } from './021-credential-origins.ts'
import { listOrders } from './022-list-orders.ts'
import { sessions } from './023-sessions.ts'
import { consoleLists } from './024-console-lists.ts'
import { executionFacts } from './025-execution-facts.ts'
import { environmentStatistics } from './026-environment-statistics.ts'
import { agentZones } from './027-agent-zones.ts'
import { connectionZones } from './028-connection-zones.ts'
import { rolePolicies } from './029-role-policies.ts'
import { skillSteps } from './030-skill-steps.ts'
import { listIndexes } from './031-list-indexes.ts'
import { retention } from './032-retention.ts'
import { rechecked } from './033-rechecked.ts'
import { rateHits } from './034-rate-hits.ts'
import { restores } from './035-restores.ts'
import { callBounds } from './036-call-bounds.ts'
import { managedSkills } from './037-managed-skills.ts'
import type { Migration } from './migration.ts'

/** In the order in which they run. */
export const migrations: readonly Migration[] = [
  platform,
  drift,
  gates,
  auth,
  actions,
  webhooks,
  processes,
  requestKeys,
  packs,
  versionContents,
  skillTests,
  automap,
  effects,
  connectionFacts,
  exposure,
  credentialOrigins,
  listOrders,
  sessions,
  consoleLists,
  executionFacts,
  environmentStatistics,
  agentZones,
  connectionZones,
  rolePolicies,
  skillSteps,
  listIndexes,
  retention,
  rechecked,
  rateHits,
  restores,
  callBounds,
  managedSkills,
]
