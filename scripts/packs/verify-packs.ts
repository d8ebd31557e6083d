import { toDotted } from '../../packages/model/src/index.ts'
import { openCatalogue, type Pack } from '../../packages/packs/src/index.ts'
import {
  compilePack,
  type CompiledPreset,
  readDescription,
} from '../../services/api/src/testing/compile-pack.ts'
import { readSliceCatalog } from '../../services/api/src/testing/pack-slices.ts'
import { fetchPublished } from './fetch-published.ts'

/** Prints for each pack what its presets were compiled against and what did not compile. True when all did. */
export async function verifyPacks(id: string | undefined): Promise<boolean> {
  const { packs, issues } = openCatalogue()
  for (const { path, message } of issues) console.log(`broken  ${toDotted(path)}: ${message}`)
  const chosen = packs.filter((pack) => id === undefined || pack.id === id)
  if (chosen.length === 0) console.log(`There is no pack "${id ?? ''}".`)
  let isWhole = issues.length === 0 && chosen.length > 0
  for (const pack of chosen) {
    for (const type of pack.manifest.types) isWhole = (await verifyPack(pack, type)) && isWhole
  }
  return isWhole
}

async function verifyPack(pack: Pack, type: string): Promise<boolean> {
  const published = pack.manifest.schema.publishedIn
  const catalog =
    published === undefined
      ? await readSliceCatalog(pack.id, type)
      : await readDescription(type, fetchPublished(published))
  const compiled = await compilePack(pack, type, catalog)
  const skipped = [...compiled.filter(({ status }) => status === 'skipped'), ...misnamed(pack, compiled)]
  const source =
    published === undefined
      ? `own slice (no package publishes it), ${type}`
      : `${published.package}@${published.version} ${published.file}`
  const { version, presets } = { version: pack.manifest.version, presets: pack.presets.length }
  console.log(
    `${pack.id} ${version}: ${source}: ${catalog.operations.length} operations; ${presets} presets, ${compiled.length - compiled.filter(({ status }) => status === 'skipped').length} compiled, ${skipped.length} skipped`,
  )
  for (const { slug, reason } of skipped) console.log(`  skipped ${slug}: ${reason}`)
  return skipped.length === 0
}

/** Presets whose declared effect is not what the catalog says. */
function misnamed(pack: Pack, compiled: readonly CompiledPreset[]): readonly CompiledPreset[] {
  return compiled.flatMap((entry) => {
    const declared = pack.presets.find(({ slug }) => slug === entry.slug)?.effect
    if (entry.effect === undefined || entry.effect === declared) return []
    return [{ ...entry, reason: `Its effect is declared as "${declared}" and is "${entry.effect}".` }]
  })
}
