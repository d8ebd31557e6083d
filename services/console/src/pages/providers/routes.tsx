import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root-route.tsx'

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** An address that was pasted to be connected. It may hold a password, so it stands in no address. */
    source?: string
    /** The discovery that the page follows, and whether its end leads to the schema. */
    following?: { readonly job: string; readonly opensSchema: boolean }
  }
}

const providers = createRoute({
  getParentRoute: () => rootRoute,
  path: '/providers',
  component: lazyRouteComponent(() => import('./providers-page.tsx'), 'ProvidersPage'),
})

const connect = createRoute({
  getParentRoute: () => providers,
  path: '/new',
  validateSearch: ({ pack, kind }: Record<string, unknown>): { pack?: string; kind?: string } => ({
    ...(typeof pack === 'string' && pack !== '' && { pack }),
    ...(typeof kind === 'string' && kind !== '' && { kind }),
  }),
  component: lazyRouteComponent(() => import('../connect/connect-sheet.tsx'), 'ConnectSheet'),
})

const provider = createRoute({
  getParentRoute: () => rootRoute,
  path: '/providers/$kind',
  component: lazyRouteComponent(() => import('./provider-page.tsx'), 'ProviderPage'),
})

export const providerRoutes = [providers.addChildren([connect]), provider] as const
