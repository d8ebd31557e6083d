import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root-route.tsx'

const agents = createRoute({
  getParentRoute: () => rootRoute,
  path: '/agents',
  component: lazyRouteComponent(() => import('./agents-page.tsx'), 'AgentsPage'),
})

const agent = createRoute({
  getParentRoute: () => rootRoute,
  path: '/agents/$agentId',
  component: lazyRouteComponent(() => import('./agent-page.tsx'), 'AgentPage'),
})

const skills = createRoute({
  getParentRoute: () => agent,
  path: '/',
  component: lazyRouteComponent(() => import('./skills-view.tsx'), 'SkillsView'),
})

const packs = createRoute({
  getParentRoute: () => agent,
  path: '/packs',
  component: lazyRouteComponent(() => import('../packs/packs-view.tsx'), 'PacksView'),
})

const versions = createRoute({
  getParentRoute: () => agent,
  path: '/versions',
  component: lazyRouteComponent(() => import('./versions-view.tsx'), 'VersionsView'),
})

const connect = createRoute({
  getParentRoute: () => agent,
  path: '/connect',
  component: lazyRouteComponent(() => import('./connect-view.tsx'), 'ConnectView'),
})

const workflows = createRoute({
  getParentRoute: () => agent,
  path: '/workflows',
  component: lazyRouteComponent(() => import('../workflows/workflows-view.tsx'), 'WorkflowsView'),
})

export const agentRoutes = [agents, agent.addChildren([skills, packs, versions, workflows, connect])] as const
