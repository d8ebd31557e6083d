import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isJsonObject, parseJson } from '../../packages/model/src/index.ts'
import { openCatalogue, type Pack, standardCatalogue } from '../../packages/packs/src/index.ts'
import { fetchPublished } from './fetch-published.ts'
import { sliceGraphql } from './slice-graphql.ts'
import { sliceOpenApi } from './slice-openapi.ts'

/** Reduces published descriptions to what presets need: names and types, none of the provider's words. */
export async function writeSlices(id: string | undefined): Promise<boolean> {
  const chosen = openCatalogue().packs.filter((pack) => id === undefined || pack.id === id)
  for (const pack of chosen) writeSlice(pack)
  return chosen.length > 0
}

function writeSlice(pack: Pack): void {
  const published = pack.manifest.schema.publishedIn
  if (published === undefined) return console.log(`${pack.id}: no package publishes a description.`)
  const folder = join(standardCatalogue, pack.id, 'fixtures')
  mkdirSync(folder, { recursive: true })
  const text = fetchPublished(published)
  const [name, slice] =
    pack.manifest.types[0] === 'graphql'
      ? ['schema.graphql', sliceGraphql(pack, text)]
      : ['document.json', `${JSON.stringify(sliceOpenApi(pack, toDocument(text)), null, 2)}\n`]
  writeFileSync(join(folder, name), slice)
  console.log(`${pack.id}: fixtures/${name}, ${Math.ceil(slice.length / 1024)} kB`)
}

function toDocument(text: string) {
  const document = parseJson(text)
  if (!isJsonObject(document)) throw new Error('The description is no object.')
  return document
}
