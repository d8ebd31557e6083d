import { Secret } from '@bindery/model'
import type { MasterKey } from '../vault/master-key.ts'

/** What opens archives: of the master key, and for nothing else. `id` names the master key and tells nothing about it. */
export interface ArchiveKey {
  readonly id: string
  /** 32 bytes, as hex. */
  readonly key: Secret
}

export const archiveKeyOf = (master: MasterKey): ArchiveKey => ({
  id: master.id,
  key: new Secret(master.derive('backup archive').toString('hex')),
})
