import { createHmac, randomBytes } from 'node:crypto'
import { Secret } from '@bindery/model'

/** A message as it is signed: by the Standard Webhooks specification 1.0, section "Signature scheme". */
export interface SignedParts {
  readonly messageId: string
  /** Seconds since 1970. */
  readonly timestamp: number
  readonly body: string
}

const prefix = 'whsec_'

/** A new signing secret: `whsec_` and 32 random bytes in base64. */
export const makeWebhookSecret = (): Secret => new Secret(`${prefix}${randomBytes(32).toString('base64')}`)

/** `v1,<base64 of HMAC-SHA-256>` per secret, parted by spaces: a receiver accepts any of them. */
export function signMessage(parts: SignedParts, secrets: readonly Secret[]): string {
  const text = `${parts.messageId}.${parts.timestamp}.${parts.body}`
  return secrets
    .map((secret) => {
      const key = Buffer.from(secret.reveal().slice(prefix.length), 'base64')
      return `v1,${createHmac('sha256', key).update(text).digest('base64')}`
    })
    .join(' ')
}
