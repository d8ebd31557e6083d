import { type DemoProviders, demoKeys } from './start-providers.ts'
import type { Registration } from '@bindery/platform/integrations'

export interface DemoIntegration {
  readonly registration: Registration
  readonly credentials: object
  /** What calls go to; undefined for a database, whose credential says it. */
  readonly baseUrl: string | undefined
  /** Settles when the provider can answer. */
  readonly ready: Promise<void>
}

/** The demo providers as integrations: one for each protocol. */
export function demoIntegrations({
  clinic,
  supportDesk,
  bookings,
}: DemoProviders): readonly DemoIntegration[] {
  return [
    {
      registration: {
        kind: 'clinic',
        name: 'Harbour Clinic (demo)',
        description: 'A made-up clinic that runs inside this server: OpenAPI',
        type: 'openapi',
        source: { url: `${clinic.baseUrl}/openapi.json` },
        environments: slots(clinic.baseUrl),
      },
      baseUrl: clinic.baseUrl,
      credentials: { api_key: demoKeys.clinic, in: 'header', name: 'X-Clinic-Key' },
      ready: Promise.resolve(),
    },
    {
      registration: {
        kind: 'support',
        name: 'Quay Telecom support desk (demo)',
        description: 'A made-up support desk that runs inside this server: GraphQL',
        type: 'graphql',
        environments: slots(supportDesk.endpoint),
      },
      baseUrl: supportDesk.endpoint,
      credentials: { access_token: demoKeys.supportDesk },
      ready: Promise.resolve(),
    },
    {
      registration: {
        kind: 'bookings',
        name: 'Dijk Field Service bookings (demo)',
        description: 'A made-up database of visits that runs beside this server: PostgreSQL',
        type: 'postgres',
      },
      baseUrl: undefined,
      credentials: databaseLogin(bookings),
      ready: bookings.opened,
    },
  ]
}

const slots = (baseUrl: string) => ({ development: { baseUrl }, production: { baseUrl } })

/** Without TLS, which is refused unless the operator lists the host; the demo lists its own port. */
const databaseLogin = ({ host, port, database, user }: DemoProviders['bookings']) => ({
  host,
  port,
  database,
  user,
  password: demoKeys.bookings,
  sslmode: 'disable',
})
