import { compile, compileSteps } from '../../../packages/compiler/src/index.ts'
import type { MappingTools, StepsTools } from '../../../packages/mapper/src/index.ts'
import { openScoping, type SchemaCatalog } from '../../../packages/model/src/index.ts'
import { loadAdapter } from '../../../packages/sources/src/index.ts'

/** Skills of a benchmark are thrown away, so nothing asks which catalog they were made against. */
const catalogHash = '0'.repeat(64)

/** Compiles drafts against a catalog by the adapter of its source, of one operation or of several. */
export async function compileFor(
  catalog: SchemaCatalog,
): Promise<MappingTools & { readonly steps: StepsTools }> {
  const lowering = await loadAdapter(catalog.source)
  const known = { catalog, catalogHash, lowering, integration: 'bench', scoping: openScoping }
  return {
    compile: (binding) => compile({ binding, ...known }),
    steps: {
      integration: known.integration,
      compile: (binding) =>
        compileSteps(
          binding,
          binding.steps.map(() => known),
        ),
    },
  }
}
