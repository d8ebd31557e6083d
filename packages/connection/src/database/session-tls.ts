import type { DatabaseLogin } from '../auth/database-login.ts'

/** How the certificate of a database server is judged. `encrypted` trusts any: it only keeps passers-by out. */
export type SessionTls =
  | { readonly check: 'off' }
  | { readonly check: 'encrypted' }
  | { readonly check: 'authority' | 'identity'; readonly authority: string | undefined }

/** What an sslmode means, as libpq reads it: `require` with a root certificate checks the authority too. */
export function tlsOf({ sslmode, authority }: DatabaseLogin): SessionTls {
  switch (sslmode) {
    case 'disable':
      return { check: 'off' }
    case 'require':
      return authority === undefined ? { check: 'encrypted' } : { check: 'authority', authority }
    case 'verify-ca':
      return { check: 'authority', authority }
    case 'verify-full':
      return { check: 'identity', authority }
  }
}
