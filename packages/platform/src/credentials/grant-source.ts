import { remedy } from '../kernel/remedies.ts'
import type { Credential, CredentialSource } from '@bindery/connection'
import { PlatformError } from '@bindery/model'
import type { EnvironmentRow } from '@bindery/store'
import type { Needs } from '../kernel/needs.ts'
import { renewGrant } from './renew-grant.ts'
import type { GrantPlace } from './grant-place.ts'

/** Hands out the token of a grant, and has the grant renewed when it runs out or the provider refuses it. */
export class GrantSource implements CredentialSource {
  readonly #services: Needs<'runCaches' | 'store'>
  readonly #place: GrantPlace
  #slot: EnvironmentRow
  #credential: Credential
  #isRefused = false

  constructor(services: Needs<'runCaches' | 'store'>, place: GrantPlace, slot: EnvironmentRow) {
    this.#services = services
    this.#place = place
    this.#slot = slot
    this.#credential = place.parse(slot)
  }

  readonly ready = async (signal: AbortSignal): Promise<Credential> => {
    const { kind } = this.#place.key
    if (this.#slot.reconnectRequiredAt !== null) throw reconnectRequired(kind)
    const grant = this.#credential.authorization?.grant
    if (grant === undefined) throw notAuthorised(kind)
    const now = Date.now()
    if (!this.#isRefused && (grant.renewAt === undefined || grant.renewAt.getTime() > now)) {
      return this.#credential
    }
    const isUsable = !this.#isRefused && grant.expiresAt !== undefined && grant.expiresAt.getTime() > now
    if (grant.refreshToken === undefined && isUsable) return this.#credential
    try {
      await this.#renew(signal)
    } catch (error) {
      const isPassing = error instanceof PlatformError && error.isRetryable
      if (!isPassing || !isUsable) throw error
    }
    return this.#credential
  }

  readonly refuse = (refused: Credential): void => {
    if (refused === this.#credential) this.#isRefused = true
  }

  async #renew(signal: AbortSignal): Promise<void> {
    const renewal = { ...this.#place, credential: this.#credential, version: this.#slot.credentialVersion }
    const slot = await renewGrant(this.#services, renewal, signal)
    if (slot === undefined || slot.connectedAt === null) throw notAuthorised(this.#place.key.kind)
    this.#slot = slot
    this.#isRefused = false
    if (slot.reconnectRequiredAt !== null) throw reconnectRequired(this.#place.key.kind)
    this.#credential = this.#place.parse(slot)
  }
}

function notAuthorised(kind: string): PlatformError {
  return new PlatformError(
    'integration_not_connected',
    `Nobody has given access to "${kind}" yet: connect it.`,
    { reason: 'not_authorised', sent: 'no', ...remedy('connect_integration', { kind }) },
  )
}

function reconnectRequired(kind: string): PlatformError {
  return new PlatformError(
    'integration_not_connected',
    `The provider of "${kind}" took its grant back, or it ran out. Connect it again.`,
    { reason: 'reconnect_required', sent: 'no', ...remedy('connect_integration', { kind }) },
  )
}
