import type { Readable } from 'node:stream'

/** Makes backups of the store beside all that this process does. */
export interface Backups {
  /**
   * The bytes of an archive of the whole store, in one snapshot that is taken after `before`. It breaks off when `signal` aborts,
   * or nobody reads on. Throws `overloaded` while another one is made, `storage_full`.
   */
  make(signal: AbortSignal, before: () => Promise<void>): Promise<Readable>
}
