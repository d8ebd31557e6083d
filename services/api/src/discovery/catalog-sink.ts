import type { CatalogId, OrganizationId } from '@bindery/model'
import { insertCatalogIssues, insertEntries, type StoredEntry } from '@bindery/store'
import type { Services } from '../services.ts'
import type { IntrospectionSink } from './child-process.ts'
import type { JobLog } from './job-log.ts'
import type { CatalogCounts, QuarantinedOperation } from './protocol.ts'

export interface SinkOwner {
  readonly organizationId: OrganizationId
  readonly catalogId: CatalogId
}

/** Most quarantined operations that a job's log names one by one; the catalog's issues hold all. */
const loggedQuarantines = 100

/** Stores the parts of a catalog batch by batch, each in its own short transaction, and tells the job's log. */
export class CatalogSink implements IntrospectionSink {
  readonly #services: Services
  readonly #owner: SinkOwner
  readonly #log: JobLog
  #stored = 0
  counted: CatalogCounts | undefined

  constructor(services: Services, owner: SinkOwner, log: JobLog) {
    this.#services = services
    this.#owner = owner
    this.#log = log
  }

  async phase(name: string, done: number, total: number): Promise<void> {
    await this.#log.add('phase', { name, done, total })
  }

  async counts(counts: CatalogCounts, quarantined: readonly QuarantinedOperation[]): Promise<void> {
    this.counted = counts
    await this.#log.add('count', { ...counts })
    for (const { operation, reason, pointer } of quarantined.slice(0, loggedQuarantines)) {
      await this.#log.add('quarantine', { operation, reason, pointer })
    }
    if (quarantined.length > loggedQuarantines) {
      await this.#log.add('log', { message: `${quarantined.length - loggedQuarantines} more operations are quarantined.` })
    }
  }

  async entries(batch: readonly StoredEntry[]): Promise<void> {
    await this.#services.store.run(this.#owner.organizationId, (transaction) =>
      insertEntries(transaction, this.#owner, batch),
    )
    this.#stored += batch.length
    const total = this.counted === undefined ? 0 : totalOf(this.counted)
    if (this.#stored === total || this.#stored % 2_000 < batch.length) {
      await this.phase('store', this.#stored, total)
    }
  }

  async issues(from: number, texts: readonly string[]): Promise<void> {
    await this.#services.store.run(this.#owner.organizationId, (transaction) =>
      insertCatalogIssues(transaction, this.#owner, { from, texts }),
    )
  }
}

const totalOf = (counts: CatalogCounts): number => counts.objectCount + counts.edgeCount + counts.operationCount
