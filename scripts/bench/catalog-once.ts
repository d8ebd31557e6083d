import { readFileSync } from 'node:fs'
import { fingerprintCatalog } from '../../packages/model/src/index.ts'
import { introspectDocuments, loadAdapter } from '../../packages/sources/src/index.ts'

/** Prints two times in ms for one file: read and parse, and file to catalog with its fingerprint. */

const file = process.argv[2] ?? ''
await loadAdapter('openapi')
const floor = await timed(() => JSON.parse(readFileSync(file, 'utf8')))
const catalog = await timed(async () => {
  const { catalog: found } = await introspectDocuments(
    [{ name: 'document', bytes: readFileSync(file) }],
    new AbortController().signal,
  )
  fingerprintCatalog(found)
})
console.log(`${floor} ${catalog}`)

async function timed(work: () => unknown): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}
