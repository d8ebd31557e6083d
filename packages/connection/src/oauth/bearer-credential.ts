import { Secret } from '@bindery/model'
import type { UnboundCredential } from '../auth/auth-method.ts'

/** A token as RFC 6750 sends it. `others` are secrets of the same credential, which must not be seen either. */
export function bearerCredential(
  method: string,
  token: Secret,
  others: readonly Secret[] = [],
): UnboundCredential {
  return {
    method,
    secrets: [token, ...others],
    reservedHeaders: new Set(['authorization']),
    apply: (request, show) => ({
      ...request,
      headers: [...request.headers, ['authorization', `Bearer ${show(token)}`]],
    }),
  }
}

/** Stands for a token that was not asked for yet: previews show where it will go. */
export const tokenToCome = new Secret('')
