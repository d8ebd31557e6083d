import type { BookingsService, ClinicService, SupportDeskService } from '@bindery/fixtures'

/** Not secrets: the demo providers listen on loopback with made-up people. */
export const demoKeys = {
  clinic: 'clinic-demo-key',
  supportDesk: 'support-demo-token',
  bookings: 'bookings-demo-password',
} as const

export interface DemoProviders {
  readonly clinic: ClinicService
  readonly supportDesk: SupportDeskService
  readonly bookings: BookingsService
  /** `cidr:port` entries without which they could not be reached. */
  readonly egress: readonly string[]
  close(): Promise<void>
}

export interface ProviderPlace {
  /** The first of three ports that are taken when they are free, so that the demo is found where it was; 0 takes any. */
  readonly firstPort: number
  /** Where the made database is kept for the next start. */
  readonly folder: string
}

/** Starts a clinic (OpenAPI), a support desk (GraphQL) and a database of bookings (PostgreSQL) on loopback. */
export async function startDemoProviders({ firstPort, folder }: ProviderPlace): Promise<DemoProviders> {
  const fixtures = await import('@bindery/fixtures')
  const portAt = (index: number): number => (firstPort === 0 ? 0 : firstPort + index)
  const [bookings, clinic, supportDesk] = await Promise.all([
    fixtures.startBookings({ port: portAt(2), password: demoKeys.bookings, snapshotFolder: folder }),
    fixtures.startClinic({ port: portAt(0), apiKey: demoKeys.clinic }),
    fixtures.startSupportDesk({ port: portAt(1), token: demoKeys.supportDesk }),
  ]).catch((cause: unknown) => {
    throw new Error('The demo providers did not start. BINDERY_DEMO=0 starts without them.', { cause })
  })
  return {
    clinic,
    supportDesk,
    bookings,
    egress: [clinic, supportDesk, bookings].map(({ port }) => `127.0.0.1/32:${port}`),
    close: async () => {
      await Promise.all([clinic.close(), supportDesk.close(), bookings.close()])
    },
  }
}
