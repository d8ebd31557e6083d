import type { Route } from '../http/route.ts'
import type { Services } from '../services.ts'
import { actionLinkRoutes } from './action-links.ts'
import { agentRoutes } from './agents.ts'
import { authConnectorRoutes } from './auth-connectors.ts'
import { autoRoutes } from './auto.ts'
import { bindingRoutes } from './bindings.ts'
import { catalogRoutes } from './catalog.ts'
import { customApiRoutes } from './custom-api.ts'
import { databaseRoutes } from './databases.ts'
import { discoveryRoutes } from './discovery.ts'
import { dynamicContextRoutes } from './dynamic-context.ts'
import { driftRoutes } from './drift.ts'
import { integrationRoutes } from './integrations.ts'
import { leastPrivilegeRoutes } from './least-privilege.ts'
import { lineageRoutes } from './lineage.ts'
import { mcpServerRoutes } from './mcp-servers.ts'
import { agentPackRoutes } from './agent-packs.ts'
import { packRoutes } from './packs.ts'
import { platformRoutes } from './platform.ts'
import { prepublishRoutes } from './prepublish.ts'
import { replayRoutes } from './replay.ts'
import { runtimeRoutes } from './runtime.ts'
import { safeguardRoutes } from './safeguards.ts'
import { secretRoutes } from './secrets.ts'
import { sharedActionRoutes } from './shared-actions.ts'
import { skillTestRoutes } from './skill-tests.ts'
import { skillRoutes } from './skills.ts'
import { versionRoutes } from './versions.ts'
import { webhookRoutes } from './webhooks.ts'

/** Every route of the API, in the order of the reference. */
export function allRoutes(services: Services): readonly Route[] {
  return [
    ...packRoutes(services),
    ...integrationRoutes(services),
    ...databaseRoutes(services),
    ...leastPrivilegeRoutes(services),
    ...authConnectorRoutes(services),
    ...secretRoutes(services),
    ...discoveryRoutes(services),
    ...catalogRoutes(services),
    ...driftRoutes(services),
    ...sharedActionRoutes(services),
    ...agentRoutes(services),
    ...versionRoutes(services),
    ...prepublishRoutes(services),
    ...actionLinkRoutes(services),
    ...dynamicContextRoutes(services),
    ...customApiRoutes(services),
    ...bindingRoutes(services),
    ...autoRoutes(services),
    ...agentPackRoutes(services),
    ...skillRoutes(services),
    ...skillTestRoutes(services),
    ...replayRoutes(services),
    ...lineageRoutes(services),
    ...mcpServerRoutes(services),
    ...safeguardRoutes(services),
    ...runtimeRoutes(services),
    ...webhookRoutes(services),
    ...platformRoutes(services),
  ]
}
