import { parseRows } from '../rows.ts'
import { DeliveryRow, type NewMessage } from '../tables/webhooks.ts'
import type { Transaction } from '../tenancy.ts'

// Raw: rows of one table are made of another's, and `for update skip locked`.

/** Queues a message for every webhook that listens to its event, in the transaction of what it tells about. */
export async function queueMessage(transaction: Transaction, message: NewMessage): Promise<void> {
  await transaction.raw(
    `insert into webhook_deliveries (organization_id, id, webhook_id, message_id, event, body)
     select organization_id, gen_random_uuid(), id, ?, ?, ? from webhooks
     where organization_id = ? and is_enabled and ? = any(events)`,
    [message.messageId, message.event, message.body, message.organizationId, message.event],
  )
}

/** How long a worker may take for one delivery before another one takes it, in seconds. */
const leaseSeconds = 60

/** Takes deliveries that are due, oldest first. Runs as the platform; each goes to one worker at a time. */
export async function claimDeliveries(
  transaction: Transaction,
  most: number,
): Promise<readonly DeliveryRow[]> {
  const result: unknown = await transaction.raw(
    `update webhook_deliveries set attempts = attempts + 1, lease_until = now() + make_interval(secs => ?)
     where (organization_id, id) in (
       select organization_id, id from webhook_deliveries
       where status = 'pending' and next_attempt_at <= now() and (lease_until is null or lease_until < now())
       order by next_attempt_at limit ? for update skip locked)
     returning *`,
    [leaseSeconds, most],
  )
  return parseRows(DeliveryRow, result)
}
