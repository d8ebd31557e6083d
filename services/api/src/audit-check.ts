import { listOrganizations, type Store } from '@bindery/store'
import type { FastifyBaseLogger } from 'fastify'
import type { HealthCheck } from './http/public-routes.ts'

/** Whether the audit log of every organisation was whole when the server started. */
export class AuditCheck {
  #broken: readonly string[] = []
  #state: 'running' | 'done' | 'failed' = 'running'
  #isStopped = false
  #work: Promise<void> = Promise.resolve()

  /** Verifies one organisation after another, beside the requests of callers. */
  start(store: Store, logger: FastifyBaseLogger): void {
    this.#work = this.#verifyAll(store, logger).catch((error: unknown) => {
      this.#state = 'failed'
      logger.error({ err: error }, 'the audit log could not be verified')
    })
  }

  /** Resolves when every log has been looked at, or the rest is given up. */
  async close(): Promise<void> {
    this.#isStopped = true
    await this.#work
  }

  list(): readonly HealthCheck[] {
    if (this.#state === 'failed')
      return [{ name: 'audit', ok: false, detail: 'The audit log could not be verified.' }]
    if (this.#broken.length === 0) return [{ name: 'audit', ok: true }]
    return [
      { name: 'audit', ok: false, detail: 'The audit log is broken: GET /api/v1/audit/verify says where.' },
    ]
  }

  async #verifyAll(store: Store, logger: FastifyBaseLogger): Promise<void> {
    const organizations = await store.run('platform', listOrganizations)
    for (const { id } of organizations) {
      if (this.#isStopped) return
      const verdict = await store.run(id, (transaction) => store.audit.verify(transaction, id))
      if (verdict.status === 'intact') continue
      this.#broken = [...this.#broken, id]
      logger.error({ organizationId: id, firstBroken: verdict.firstBroken }, 'the audit log is broken')
    }
    this.#state = 'done'
  }
}
