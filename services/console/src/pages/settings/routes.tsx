import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../root-route.tsx'

const keys = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/keys',
  component: lazyRouteComponent(() => import('./keys-page.tsx'), 'KeysPage'),
})

const secrets = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/secrets',
  component: lazyRouteComponent(() => import('./secrets-page.tsx'), 'SecretsPage'),
})

const webhooks = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/webhooks',
  component: lazyRouteComponent(() => import('./webhooks-page.tsx'), 'WebhooksPage'),
})

const webhook = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/webhooks/$webhookId',
  component: lazyRouteComponent(() => import('./webhook-page.tsx'), 'WebhookPage'),
})

const model = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/model',
  component: lazyRouteComponent(() => import('./model-page.tsx'), 'ModelPage'),
})

const retention = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/retention',
  component: lazyRouteComponent(() => import('./retention-page.tsx'), 'RetentionPage'),
})

const system = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/system',
  component: lazyRouteComponent(() => import('./system-page.tsx'), 'SystemPage'),
})

export const settingsRoutes = [keys, secrets, webhooks, webhook, model, retention, system] as const
