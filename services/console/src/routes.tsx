import { activityRoutes } from './pages/activity/routes.tsx'
import { agentRoutes } from './pages/agents/routes.tsx'
import { auditRoutes } from './pages/audit/routes.tsx'
import { changesRoutes } from './pages/changes/routes.tsx'
import { draftingRoutes } from './pages/drafting/routes.tsx'
import { editorRoutes } from './pages/editor/routes.tsx'
import { homeRoutes } from './pages/home/routes.tsx'
import { packRoutes } from './pages/packs/routes.tsx'
import { providerRoutes } from './pages/providers/routes.tsx'
import { referenceRoutes } from './pages/reference/routes.tsx'
import { reviewRoutes } from './pages/review/routes.tsx'
import { schemaRoutes } from './pages/schema/routes.tsx'
import { settingsRoutes } from './pages/settings/routes.tsx'
import { rootRoute } from './root-route.tsx'

/** Every page by its address: one file of addresses per area, and a page is loaded when it is first gone to. */
export const routeTree = rootRoute.addChildren([
  ...homeRoutes,
  ...providerRoutes,
  ...schemaRoutes,
  ...changesRoutes,
  ...agentRoutes,
  ...packRoutes,
  ...draftingRoutes,
  ...editorRoutes,
  ...referenceRoutes,
  ...reviewRoutes,
  ...activityRoutes,
  ...auditRoutes,
  ...settingsRoutes,
])
