import { compile } from '../../../packages/compiler/src/index.ts'
import type { MappingTools } from '../../../packages/mapper/src/index.ts'
import { openScoping, type SchemaCatalog } from '../../../packages/model/src/index.ts'
import { loadAdapter } from '../../../packages/sources/src/index.ts'

/** Skills of a benchmark are thrown away, so nothing asks which catalog they were made against. */
const catalogHash = '0'.repeat(64)

/** Compiles drafts against a catalog by the adapter of its source. */
export async function compileFor(catalog: SchemaCatalog): Promise<MappingTools['compile']> {
  const lowering = await loadAdapter(catalog.source)
  return (binding) =>
    compile({ binding, catalog, catalogHash, lowering, integration: 'bench', scoping: openScoping })
}
