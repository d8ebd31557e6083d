import type { QueryClient } from '@tanstack/react-query'
import { createRouter } from '@tanstack/react-router'
import { routeTree } from './routes.tsx'
import { Failure } from './ui/states.tsx'

export function createConsoleRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    // What a route does not read out of an address goes no further: it is taken out of the address.
    search: { strict: true },
    defaultPreload: 'intent',
    // What was loaded is kept by the queries, which know how old it is.
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    // A page that could not be loaded is loaded anew; what was edited is kept.
    defaultErrorComponent: ({ error }) => <Failure error={error} onRetry={() => location.reload()} />,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>
  }
}
