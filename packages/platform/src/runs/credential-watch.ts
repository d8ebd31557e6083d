import type { ExecutionRecord, OrganizationId, StepRecord } from '@bindery/model'
import {
  type FinishedExecution,
  hasRefusedCredential,
  markCredentialAccepted,
  markCredentialRefused,
  type Transaction,
} from '@bindery/store'

const rememberMs = 10_000

/**
 * Notes in the transaction of a record that a provider refused a credential which it took before, and that it takes it
 * again. Whether there is anything to take back is asked every ten seconds, so that good runs cost nothing.
 */
export class CredentialWatch {
  readonly #known = new Map<OrganizationId, { readonly isAnyRefused: boolean; readonly until: number }>()

  async note(
    transaction: Transaction,
    organizationId: OrganizationId,
    finished: readonly FinishedExecution[],
  ): Promise<void> {
    const records = finished.map(({ record }) => record)
    for (const record of records.filter(isRefused)) {
      await markCredentialRefused(
        transaction,
        useOf(record, ({ status }) => status === 'failed'),
      )
      this.#remember(organizationId, true)
    }
    const good = records.filter(({ status, attempts = 0 }) => status === 'succeeded' && attempts > 0)
    if (good.length === 0 || !(await this.#isAnyRefused(transaction, organizationId))) return
    const uses = new Map(good.map((record) => [`${record.skillId} ${record.environment}`, record]))
    for (const record of uses.values())
      await markCredentialAccepted(
        transaction,
        useOf(record, ({ attempts }) => attempts > 0),
      )
  }

  async #isAnyRefused(transaction: Transaction, organizationId: OrganizationId): Promise<boolean> {
    const known = this.#known.get(organizationId)
    if (known !== undefined && known.until > Date.now()) return known.isAnyRefused
    const isAnyRefused = await hasRefusedCredential(transaction)
    this.#remember(organizationId, isAnyRefused)
    return isAnyRefused
  }

  #remember(organizationId: OrganizationId, isAnyRefused: boolean): void {
    this.#known.set(organizationId, { isAnyRefused, until: Date.now() + rememberMs })
  }
}

/** Of several steps those count that went so: the others have credentials of their own. */
function useOf(
  { skillId, environment, startedAt, steps }: ExecutionRecord,
  went: (step: StepRecord) => boolean,
) {
  const integrations = steps?.filter(went).map(({ integration }) => integration)
  return { skillId, environment, startedAt, integrations }
}

/** 401 says that nobody is known by that credential; a database says it by its own word, and so does a bearer challenge. */
const isRefused = ({ upstreamStatus, reason, attempts = 0 }: ExecutionRecord): boolean =>
  attempts > 0 && (upstreamStatus === 401 || reason === 'authentication' || reason === 'credential_refused')
