import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root-route.tsx'
import { readChangesSearch } from './changes-search.ts'

const changes = createRoute({
  getParentRoute: () => rootRoute,
  path: '/providers/$kind/changes',
  validateSearch: readChangesSearch,
  component: lazyRouteComponent(() => import('./changes-page.tsx'), 'ChangesPage'),
})

const between = createRoute({
  getParentRoute: () => rootRoute,
  path: '/providers/$kind/changes/$range',
  validateSearch: readChangesSearch,
  component: lazyRouteComponent(() => import('./changes-page.tsx'), 'ChangesPage'),
})

export const changesRoutes = [changes, between] as const
