import type { PlatformError, Secret } from '@bindery/model'

/** What became of a request, for the error that is made of it. */
export interface Witness {
  failure: PlatformError | undefined
  status: number | undefined
  /** The endpoint said an error under a status of success. */
  isErrorUnderSuccess?: boolean
  readonly onRefreshToken?: ((token: Secret) => void) | undefined
}
