import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root-route.tsx'
import { readReviewSearch } from './review-search.ts'

const review = createRoute({
  getParentRoute: () => rootRoute,
  path: '/review',
  validateSearch: readReviewSearch,
  component: lazyRouteComponent(() => import('./review-page.tsx'), 'ReviewPage'),
})

export const reviewRoutes = [review] as const
