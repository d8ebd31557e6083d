import { openCluster, openEmbedded } from '../database/embedded.ts'
import { roomAt } from '../database/room.ts'
import { openServer } from '../database/server.ts'
import type { StoreLocation } from '../store.ts'
import type { ArchiveKey } from './archive-key.ts'
import { dumpStore } from './dump-store.ts'
import { sealArchive } from './seal-archive.ts'

/** What an archive is made of: a store that no process has open, one on a server, or a copy of an embedded cluster. */
export type ArchiveSource = StoreLocation | { readonly kind: 'cluster'; readonly folder: string }

/** The bytes of an archive, as they are made. `version` is that of Bindery. */
export async function* makeArchive(
  source: ArchiveSource,
  key: ArchiveKey,
  version: string,
): AsyncGenerator<Buffer> {
  const database = await open(source)
  try {
    yield* sealArchive(dumpStore(database.knex, version), key)
  } finally {
    await database.close()
  }
}

function open(source: ArchiveSource) {
  switch (source.kind) {
    case 'embedded':
      return openEmbedded(source.directory, source.room)
    case 'server':
      return openServer(source.url)
    case 'cluster':
      return openCluster(source.folder, roomAt(source.folder))
  }
}
