import type { Secret } from '@bindery/model'

/** Where a database is and who asks. It holds the address because a database has no base URL. */
export interface DatabaseLogin {
  readonly host: string
  /** That of the dialect when absent. */
  readonly port?: number
  readonly database: string
  readonly user: string
  readonly password: Secret
  readonly sslmode: SslMode
  /** Certificates (PEM) that the server's must lead to, instead of the public roots. */
  readonly authority?: string
}

/** In the words of libpq. `disable` is for servers that the operator of Bindery lists, and for nothing else. */
export const sslModes = ['verify-full', 'verify-ca', 'require', 'disable'] as const

export type SslMode = (typeof sslModes)[number]
