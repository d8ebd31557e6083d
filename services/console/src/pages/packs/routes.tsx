import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root-route.tsx'

const choose = createRoute({
  getParentRoute: () => rootRoute,
  path: '/agents/$agentId/packs/add',
  component: lazyRouteComponent(() => import('./choose-page.tsx'), 'ChoosePage'),
})

const ofAgent = createRoute({
  getParentRoute: () => rootRoute,
  path: '/agents/$agentId/packs/$kind',
  component: lazyRouteComponent(() => import('./agent-pack-page.tsx'), 'AgentPackPage'),
})

const ofProvider = createRoute({
  getParentRoute: () => rootRoute,
  path: '/providers/$kind/pack',
  component: lazyRouteComponent(() => import('./provider-pack-page.tsx'), 'ProviderPackPage'),
})

export const packRoutes = [choose, ofAgent, ofProvider] as const
