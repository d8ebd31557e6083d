import type { OrganizationId } from '@bindery/model'
import { type CatalogPage, insertCatalogPages } from '@bindery/store'
import type { Needs } from '../kernel/needs.ts'
import type {
  CatalogCounts,
  IntrospectionSink,
  QuarantinedOperation,
  ReadPage,
} from '../kernel/introspector.ts'
import type { JobLog } from './job-log.ts'

/** Most quarantined operations that a job's log names one by one; the catalog's issues hold all. */
const loggedQuarantines = 100

/** Pages of one statement: few enough that the embedded database is not held for long. */
const pagesPerWrite = 8

/** Stores the pages of a catalog as they come, each in its own short transaction, and tells the job's log. */
export class CatalogSink implements IntrospectionSink {
  readonly #services: Needs<'store'>
  readonly #organizationId: OrganizationId
  readonly #log: JobLog
  readonly #unwritten: CatalogPage[] = []
  #stored = 0
  counted: CatalogCounts | undefined
  readonly pages: { bodies: string[]; index: string[] } = { bodies: [], index: [] }
  readonly issueBatches: { readonly from: number; readonly texts: readonly string[] }[] = []

  constructor(services: Needs<'store'>, organizationId: OrganizationId, log: JobLog) {
    this.#services = services
    this.#organizationId = organizationId
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
      await this.#log.add('log', {
        message: `${quarantined.length - loggedQuarantines} more operations are quarantined.`,
      })
    }
  }

  async page({ holds, hash, bytes, parts }: ReadPage): Promise<void> {
    const organizationId = this.#organizationId
    this.pages[holds].push(hash)
    if (bytes !== undefined) this.#unwritten.push({ organizationId, hash, bytes })
    if (this.#unwritten.length >= pagesPerWrite) await this.flush()
    if (holds === 'index') return
    this.#stored += parts
    const total = this.counted === undefined ? 0 : totalOf(this.counted)
    if (this.#stored === total || this.#stored % 4_000 < parts) await this.phase('store', this.#stored, total)
  }

  /** Writes what has gathered. Called once more when the last page has come. */
  async flush(): Promise<void> {
    const pages = this.#unwritten.splice(0)
    if (pages.length === 0) return
    await this.#services.store.run(this.#organizationId, (transaction) =>
      insertCatalogPages(transaction, pages),
    )
  }

  async issues(from: number, texts: readonly string[]): Promise<void> {
    this.issueBatches.push({ from, texts })
  }
}

const totalOf = (counts: CatalogCounts): number =>
  counts.objectCount + counts.edgeCount + counts.operationCount
