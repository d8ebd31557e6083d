import type { JsonObject, OrganizationId } from '@bindery/model'
import { appendJobEvent } from '@bindery/store'
import type { Needs } from '../kernel/needs.ts'

export type JobEventName = 'phase' | 'count' | 'quarantine' | 'log' | 'done' | 'error'

/** The events of one job, kept so that a stream can be taken up again and a restart loses none. */
export class JobLog {
  readonly #services: Needs<'store'>
  readonly #organizationId: OrganizationId
  readonly #jobId: string

  constructor(services: Needs<'store'>, organizationId: OrganizationId, jobId: string) {
    this.#services = services
    this.#organizationId = organizationId
    this.#jobId = jobId
  }

  async add(name: JobEventName, data: JsonObject): Promise<void> {
    await this.#services.store.run(this.#organizationId, (transaction) =>
      appendJobEvent(transaction, { organizationId: this.#organizationId, jobId: this.#jobId, name, data }),
    )
  }
}
