import { compile, compileSteps } from '@bindery/compiler'
import {
  type Connection,
  type Effect,
  fingerprintCatalog,
  isStepsBinding,
  type SchemaCatalog,
} from '@bindery/model'
import { calledOperations, fitPack, type Pack } from '@bindery/packs'
import { loadAdapter } from '@bindery/sources'

/** What became of one preset against one description of its provider. */
export interface CompiledPreset {
  readonly slug: string
  readonly status: 'compiled' | 'skipped'
  /** What the operation does by the catalog, of several steps the last. */
  readonly effect: Effect | undefined
  readonly reason: string
}

/** Reads a description as its source kind would, with no way out but the document. */
export async function readDescription(type: string, text: string): Promise<SchemaCatalog> {
  const closed = () => Promise.reject(new Error('There is only the document.'))
  const connection: Connection = {
    environment: 'development',
    fetch: closed,
    database: closed,
    documents: async () => [{ name: 'document', bytes: Buffer.from(text, 'utf8') }],
  }
  const adapter = await loadAdapter(type)
  return (await adapter.introspect(connection, AbortSignal.timeout(120_000))).catalog
}

/** Compiles every preset of a pack against a catalog, as an account with that catalog would. */
export async function compilePack(
  pack: Pack,
  type: string,
  catalog: SchemaCatalog,
): Promise<readonly CompiledPreset[]> {
  const lowering = await loadAdapter(type)
  const scoping = { blockedObjects: [], blockedFields: [] }
  const scene = { catalog, catalogHash: fingerprintCatalog(catalog), lowering, integration: pack.id, scoping }
  const fits = await fitPack(pack, { integration: pack.id, config: {} }, async (binding) =>
    isStepsBinding(binding)
      ? compileSteps(
          binding,
          binding.steps.map(() => scene),
        )
      : compile({ ...scene, binding }),
  )
  return fits.map(({ preset, status, issues }) => ({
    slug: preset.slug,
    status: status === 'supported' ? 'compiled' : 'skipped',
    effect: catalog.operations.find(({ name }) => name === calledOperations(preset.binding).at(-1))?.effect,
    reason: status === 'supported' ? '' : issues.map(({ message }) => message).join(' '),
  }))
}
