import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, retainSearchParams } from '@tanstack/react-router'
import { type Environment, toEnvironment } from './api/environment.ts'
import { NotFound } from './shell/not-found.tsx'
import { Shell } from './shell/shell.tsx'

interface ConsoleContext {
  readonly queryClient: QueryClient
}

/** What every address begins with. The environment stays in the address from page to page. */
export const rootRoute = createRootRouteWithContext<ConsoleContext>()({
  component: Shell,
  notFoundComponent: NotFound,
  validateSearch: (search: Record<string, unknown>): { env?: Environment } => {
    const env = toEnvironment(search['env'])
    return env === undefined ? {} : { env }
  },
  search: { middlewares: [retainSearchParams(['env'])] },
})
