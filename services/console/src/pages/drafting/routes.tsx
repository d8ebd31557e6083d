import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root-route.tsx'

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** A goal that was entered on another page. It stands in no address, since an address executes nothing. */
    proposing?: string
  }
}

interface GoalSearch {
  readonly provider?: string
  /** What the form is filled with. */
  readonly goal?: string
}

function readGoalSearch({ provider, goal: words }: Record<string, unknown>): GoalSearch {
  return {
    ...(typeof provider === 'string' && provider !== '' && { provider }),
    ...(typeof words === 'string' && words !== '' && { goal: words.slice(0, 2000) }),
  }
}

const goal = createRoute({
  getParentRoute: () => rootRoute,
  path: '/agents/$agentId/auto',
  validateSearch: readGoalSearch,
  component: lazyRouteComponent(() => import('./goal-page.tsx'), 'GoalPage'),
})

const draft = createRoute({
  getParentRoute: () => rootRoute,
  path: '/agents/$agentId/auto/$draftId',
  validateSearch: readGoalSearch,
  component: lazyRouteComponent(() => import('./draft-page.tsx'), 'DraftPage'),
})

export const draftingRoutes = [goal, draft] as const
