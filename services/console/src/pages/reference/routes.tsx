import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { rootRoute } from '../../root-route.tsx'
import { readSchemaSearch } from '../schema/schema-search.ts'

const reference = createRoute({
  getParentRoute: () => rootRoute,
  path: '/docs/api',
  validateSearch: readSchemaSearch,
  component: lazyRouteComponent(() => import('./reference-page.tsx'), 'ReferencePage'),
})

const index = createRoute({
  getParentRoute: () => reference,
  path: '/',
  beforeLoad: () => {
    redirect({ to: '/docs/api/operations', replace: true, throw: true })
  },
})

const operations = createRoute({
  getParentRoute: () => reference,
  path: '/operations',
  component: lazyRouteComponent(() => import('./reference-operations.tsx'), 'ReferenceOperations'),
})

const operation = createRoute({
  getParentRoute: () => operations,
  path: '/$operation',
  component: lazyRouteComponent(() => import('./reference-operation.tsx'), 'ReferenceOperation'),
})

const objects = createRoute({
  getParentRoute: () => reference,
  path: '/objects',
  component: lazyRouteComponent(() => import('./reference-objects.tsx'), 'ReferenceObjects'),
})

const object = createRoute({
  getParentRoute: () => objects,
  path: '/$object',
  component: lazyRouteComponent(() => import('./reference-object.tsx'), 'ReferenceObject'),
})

export const referenceRoutes = [
  reference.addChildren([index, operations.addChildren([operation]), objects.addChildren([object])]),
] as const
