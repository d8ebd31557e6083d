import type { MasterKey } from '../vault/master-key.ts'
import type { ArchiveSummary } from './check-archive.ts'

export interface RestoreOptions {
  /** The bytes of the archive. */
  readonly archive: AsyncIterable<Uint8Array>
  readonly master: MasterKey
  readonly older: readonly MasterKey[]
  /** What is done with a store that somebody uses by then: it is refused, or everything in it is replaced. */
  readonly ifInhabited: 'refuse' | 'replace'
}

/** The same once the archive is known to be one that opens. */
export interface OpenedArchive extends Omit<RestoreOptions, 'archive'> {
  readonly content: AsyncIterable<Buffer>
}

export interface Restored {
  readonly summary: ArchiveSummary
  /** Of the store from now on: what callers name who know what the backup does not hold. */
  readonly epoch: number
}
