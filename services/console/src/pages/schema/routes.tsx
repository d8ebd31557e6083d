import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { rootRoute } from '../../root-route.tsx'
import { readRelationsSearch } from '../relations/relations-search.ts'
import { readObjectSearch, readSchemaSearch } from './schema-search.ts'

const schema = createRoute({
  getParentRoute: () => rootRoute,
  path: '/providers/$kind/schema',
  validateSearch: readSchemaSearch,
  component: lazyRouteComponent(() => import('./schema-page.tsx'), 'SchemaPage'),
})

const index = createRoute({
  getParentRoute: () => schema,
  path: '/',
  beforeLoad: ({ params }) => {
    redirect({ to: '/providers/$kind/schema/operations', params, replace: true, throw: true })
  },
})

const operations = createRoute({
  getParentRoute: () => schema,
  path: '/operations',
  component: lazyRouteComponent(() => import('./operations-view.tsx'), 'OperationsView'),
})

const operation = createRoute({
  getParentRoute: () => operations,
  path: '/$operation',
  component: lazyRouteComponent(() => import('./operation-detail.tsx'), 'OperationDetail'),
})

const objects = createRoute({
  getParentRoute: () => schema,
  path: '/objects',
  component: lazyRouteComponent(() => import('./objects-view.tsx'), 'ObjectsView'),
})

const object = createRoute({
  getParentRoute: () => objects,
  path: '/$object',
  validateSearch: readObjectSearch,
  component: lazyRouteComponent(() => import('./object-detail.tsx'), 'ObjectDetail'),
})

const notes = createRoute({
  getParentRoute: () => schema,
  path: '/notes',
  component: lazyRouteComponent(() => import('./notes-view.tsx'), 'NotesView'),
})

const relations = createRoute({
  getParentRoute: () => schema,
  path: '/relations',
  validateSearch: readRelationsSearch,
  component: lazyRouteComponent(() => import('../relations/relations-view.tsx'), 'RelationsView'),
})

export const schemaRoutes = [
  schema.addChildren([
    index,
    operations.addChildren([operation]),
    objects.addChildren([object]),
    relations,
    notes,
  ]),
] as const
