import { archiveKeyOf } from '../backup/archive-key.ts'
import { dumpStore } from '../backup/dump-store.ts'
import { sealArchive } from '../backup/seal-archive.ts'
import { openEmbedded } from '../database/embedded.ts'
import { openServer } from '../database/server.ts'
import type { StoreLocation } from '../store.ts'
import { testMasterKey } from './embedded-template.ts'

/** Gives values one after another, as what is read does. */
export async function* each<Value>(values: readonly Value[]): AsyncGenerator<Value> {
  yield* values
}

/** The lines of an archive of a database that nobody has open. */
export async function linesOf(location: StoreLocation): Promise<readonly string[]> {
  const database =
    location.kind === 'embedded' ? await openEmbedded(location.directory) : openServer(location.url)
  try {
    const texts: string[] = []
    for await (const text of dumpStore(database.knex, '0.1.0')) texts.push(text)
    return texts.join('').split('\n').slice(0, -1)
  } finally {
    await database.close()
  }
}

/** The bytes of an archive of these lines, under the key of tests. */
export async function archiveOf(lines: readonly string[]): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of sealArchive(
    each(lines.map((line) => `${line}\n`)),
    archiveKeyOf(testMasterKey()),
  ))
    pieces.push(piece)
  return Buffer.concat(pieces)
}
