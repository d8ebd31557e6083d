import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root-route.tsx'

/** The operation that a new binding is for. */
interface NewBinding {
  readonly provider: string
  readonly operation: string
}

const newBinding = createRoute({
  getParentRoute: () => rootRoute,
  path: '/agents/$agentId/bindings/new',
  validateSearch: ({ provider, operation }: Record<string, unknown>): NewBinding => ({
    provider: typeof provider === 'string' ? provider : '',
    operation: typeof operation === 'string' ? operation : '',
  }),
  component: lazyRouteComponent(() => import('./new-binding-page.tsx'), 'NewBindingPage'),
})

const binding = createRoute({
  getParentRoute: () => rootRoute,
  path: '/agents/$agentId/bindings/$skillId',
  component: lazyRouteComponent(() => import('./binding-page.tsx'), 'BindingPage'),
})

const newSteps = createRoute({
  getParentRoute: () => rootRoute,
  path: '/agents/$agentId/steps/new',
  component: lazyRouteComponent(() => import('./steps/new-steps-page.tsx'), 'NewStepsPage'),
})

export const editorRoutes = [newBinding, binding, newSteps] as const
