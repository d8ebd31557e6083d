import { type Egress, openConnection, parseCredentials } from '@bindery/connection'
import { PlatformError, type Secret } from '@bindery/model'
import type { DeliveryOutcome, DeliveryRow, WebhookRow } from '@bindery/store'
import { waitAfter } from './retry-schedule.ts'
import { signMessage } from './sign-message.ts'

const timeoutMs = 15_000
const maxAnswerBytes = 64 * 1024

export interface Sending {
  readonly egress: Egress
  readonly webhook: WebhookRow
  readonly delivery: DeliveryRow
  readonly secrets: readonly Secret[]
  readonly now: Date
  readonly random: number
}

/**
 * Sends one message once. Any 2xx is a delivery; 410 says that the receiver is gone for good; everything else is tried
 * again by the schedule. Redirects are not followed, and the address passes the egress guard like a provider's.
 */
export async function sendMessage(sending: Sending): Promise<DeliveryOutcome> {
  try {
    const status = await post(sending)
    if (status >= 200 && status < 300) return { status: 'delivered', httpStatus: status }
    if (status === 410) {
      return { status: 'failed', httpStatus: status, error: 'The receiver says that it is gone (410).' }
    }
    return again(sending, status, `The receiver answered ${status}.`)
  } catch (error) {
    const known = error instanceof PlatformError ? error : undefined
    const text = known === undefined ? 'The message could not be sent.' : known.message
    return again(sending, undefined, text.slice(0, 500))
  }
}

async function post({ egress, webhook, delivery, secrets, now }: Sending): Promise<number> {
  const { origin, pathname, search } = new URL(webhook.url)
  const connection = openConnection({
    egress,
    key: `${webhook.organizationId}/webhook/${webhook.id}`,
    environment: 'production',
    baseUrl: origin,
    credential: noCredential(origin),
  })
  const timestamp = Math.floor(now.getTime() / 1000)
  const { messageId, body } = delivery
  const answer = await connection.fetch(
    {
      method: 'POST',
      path: pathname,
      query: search.slice(1),
      headers: [
        ['user-agent', 'Bindery-Webhooks/1'],
        ['webhook-id', messageId],
        ['webhook-timestamp', String(timestamp)],
        ['webhook-signature', signMessage({ messageId, timestamp, body }, secrets)],
      ],
      body: { contentType: 'application/json', bytes: Buffer.from(body, 'utf8') },
      effect: 'action',
      maxResponseBytes: maxAnswerBytes,
    },
    AbortSignal.timeout(timeoutMs),
  )
  return answer.status
}

function noCredential(origin: string) {
  const permit = { of: 'A webhook', origins: [origin], wayOut: '' }
  const parsed = parseCredentials('none', {}, [permit])
  if (parsed.ok) return parsed.value
  throw new Error('There must be a way to authenticate with nothing.')
}

function again(
  { delivery, random }: Sending,
  httpStatus: number | undefined,
  error: string,
): DeliveryOutcome {
  const afterSeconds = waitAfter(delivery.attempts, random)
  return afterSeconds === undefined
    ? { status: 'failed', httpStatus, error: `${error} It was tried ${delivery.attempts} times.` }
    : { status: 'pending', httpStatus, error, afterSeconds }
}
