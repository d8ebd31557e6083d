import { setTimeout as wait } from 'node:timers/promises'
import type { OrganizationId } from '@bindery/model'
import { listOrganizations } from '@bindery/store'
import {
  findRetentionDays,
  type Removal,
  type RetentionDays,
  type RetentionKindName,
  tableRetention,
} from '@bindery/store/retention'
import type { Needs } from '../kernel/needs.ts'

const firstAfterMs = 60_000
const everyMs = 3_600_000
const rowsPerBatch = 500
/** The least that others have the database between two batches, in ms; longer after one that took longer. */
const leastPauseMs = 20

type SweeperNeeds = Needs<'logger' | 'now' | 'store'>

export interface Sweeping {
  readonly services: SweeperNeeds
  readonly organizationId: OrganizationId
  /** Lets others work, after a batch that took so many ms. Rejects when the rest is to be given up. */
  readonly pause: (tookMs: number) => Promise<void>
}

/** How many rows of each kind went. */
export type Removed = Readonly<Partial<Record<RetentionKindName, number>>>

/**
 * Removes what organisations keep no longer, once an hour, beside their calls: in batches of 500 rows, and for half of the time
 * at most. Several servers may do so at once, since each row goes once.
 */
export class RetentionSweeper {
  readonly #stop = new AbortController()
  #timers: NodeJS.Timeout[] = []
  #working: Promise<void> = Promise.resolve()

  start(services: SweeperNeeds): void {
    const sweep = (): void => {
      this.#working = this.#working.then(() => this.#sweepAll(services))
    }
    this.#timers = [setTimeout(sweep, firstAfterMs).unref(), setInterval(sweep, everyMs).unref()]
  }

  async close(): Promise<void> {
    this.#stop.abort()
    for (const timer of this.#timers) clearInterval(timer)
    await this.#working
  }

  async #sweepAll(services: SweeperNeeds): Promise<void> {
    const { signal } = this.#stop
    const told = (error: unknown): void => {
      if (!signal.aborted) services.logger.warn({ err: error }, 'what is kept no longer could not be removed')
    }
    const pause = async (tookMs: number): Promise<void> => {
      await wait(Math.max(leastPauseMs, tookMs), undefined, { signal, ref: false })
    }
    const organizations = await services.store.run('platform', listOrganizations).catch(told)
    for (const { id } of organizations ?? [])
      if (!signal.aborted) await sweepOrganization({ services, organizationId: id, pause }).catch(told)
  }
}

/** Removes all that an organisation keeps no longer, and tells the audit log of it. */
export async function sweepOrganization(sweeping: Sweeping): Promise<Removed> {
  const { services, organizationId } = sweeping
  const { store } = services
  const days = await store.run(organizationId, findRetentionDays)
  const removed: Partial<Record<RetentionKindName, number>> = {}
  for (const retention of Object.values(tableRetention)) {
    if (retention.keeps === 'installation' || retention.keeps === 'all') continue
    const kind = 'kind' in retention ? retention.kind : undefined
    const remove = retention.keeps === 'with' ? retention.leftovers : retention.remove
    const removal = remove === 'with its proofs' ? cutAudit(sweeping) : remove
    if (removal === undefined) continue
    const count = await removeAll(sweeping, removal, daysOf(days, kind))
    if (kind !== undefined && count > 0) removed[kind] = (removed[kind] ?? 0) + count
  }
  if (Object.keys(removed).length > 0)
    await store.run(organizationId, (transaction) =>
      store.audit.append(transaction, organizationId, {
        actor: 'bindery:retention',
        action: 'retention.applied',
        subject: 'retention',
        detail: { removed: { ...removed } },
      }),
    )
  return removed
}

/** What goes by hours takes no note of days. */
const daysOf = (days: RetentionDays, kind: RetentionKindName | undefined): number =>
  kind === undefined ? 0 : days[kind]

/** Batch after batch until there is nothing left. */
async function removeAll(
  { services: { store, now }, organizationId, pause }: Sweeping,
  remove: Removal,
  days: number,
): Promise<number> {
  let all = 0
  while (true) {
    const begunAt = now()
    const count = await remove((work) => store.run(organizationId, work), { days, most: rowsPerBatch })
    if (count === 0) return all
    all += count
    await pause(now() - begunAt)
  }
}

/** Entries that are not what was written stay, and the log of the server says so. */
function cutAudit({ services: { store, logger }, organizationId }: Sweeping): Removal {
  return async (run, { days }) => {
    const cut = await run((transaction) => store.audit.cut(transaction, organizationId, days))
    switch (cut.status) {
      case 'cut':
        return cut.removed
      case 'busy':
        return 0
      case 'broken':
        logger.error(
          { organizationId, firstBroken: cut.firstBroken },
          'the audit log is broken, so none of its entries were removed',
        )
        return 0
    }
  }
}
