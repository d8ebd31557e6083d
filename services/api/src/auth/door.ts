import { PlatformError, Secret } from '@bindery/model'
import { type Needs, type Principal, type RequiredScope, toValidationError } from '@bindery/platform/kernel'
import { findSessionKey, Introduction, takeCode } from '@bindery/platform/sessions'
import { type Authenticator, keyIn } from './authenticate.ts'
import { isOfOwnPage, type PageRequest, requireCookieName, sessionIn } from './session-cookie.ts'
import { WrongTries } from './wrong-tries.ts'

export interface DoorServices extends Needs<'now' | 'publicUrl' | 'store'> {
  readonly authenticator: Authenticator
}

export interface DoorRequest extends PageRequest {
  readonly body: unknown
  /** The address that it came from. */
  readonly ip: string
}

/** Says who asks: by a key that is sent, by the session of a browser, or by what is given to begin one. */
export class Door {
  readonly #services: DoorServices
  readonly #tries: WrongTries

  constructor(services: DoorServices) {
    this.#services = services
    this.#tries = new WrongTries(services.now)
  }

  /**
   * A key that is sent counts, whatever cookie comes with it. Throws `api_key_missing`, `api_key_invalid` and
   * `api_key_expired`; for a session that is to begin `validation_error`, `origin_not_allowed` and `rate_limited` too.
   */
  async identify(request: DoorRequest, scope: RequiredScope): Promise<Principal> {
    if (scope === 'none') return this.#introduce(request)
    const { authenticator, publicUrl } = this.#services
    if (keyIn(request.headers) !== undefined) return authenticator.authenticate(request.headers)
    const session = sessionIn(request, publicUrl())
    return session === undefined
      ? authenticator.authenticate(request.headers)
      : this.#findSession(request, session)
  }

  async #findSession(request: DoorRequest, session: Secret): Promise<Principal> {
    if (!isOfOwnPage(request, this.#services.publicUrl()))
      throw new PlatformError(
        'api_key_missing',
        'A session counts for pages of this server alone. Send an API key as "Authorization: Bearer <key>".',
        { reason: 'not_same_origin' },
      )
    const principal = await findSessionKey(this.#services, session)
    if (principal !== undefined) return principal
    throw new PlatformError('api_key_invalid', 'The session has ended. Begin another one.', {
      reason: 'session_ended',
    })
  }

  async #introduce(request: DoorRequest): Promise<Principal> {
    if (request.body === undefined || request.body === null)
      throw new PlatformError('api_key_missing', 'Send {"apiKey": ...} or {"code": ...}.')
    const introduced = Introduction.safeParse(request.body)
    if (!introduced.success) throw toValidationError(introduced.error.issues)
    const publicUrl = this.#services.publicUrl()
    requireCookieName(publicUrl)
    // Else another page could put a visitor into a session of its own choice.
    if (!isOfOwnPage(request, publicUrl))
      throw new PlatformError('origin_not_allowed', 'A session begins on a page of this server alone.')
    const giveBack = this.#tries.take(request.ip)
    const principal = await this.#recognise(introduced.data)
    giveBack()
    return principal
  }

  async #recognise({ apiKey, code }: { apiKey?: string | undefined; code?: string | undefined }) {
    const { authenticator } = this.#services
    if (code === undefined) return authenticator.identify(new Secret(apiKey ?? ''))
    const principal = await takeCode(this.#services, new Secret(code))
    if (principal !== undefined) return principal
    throw new PlatformError(
      'api_key_invalid',
      'This link was used already or is older than 10 minutes. Start the server again, or use an API key.',
      { reason: 'code_invalid' },
    )
  }
}
