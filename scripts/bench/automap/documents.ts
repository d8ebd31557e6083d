import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, join } from 'node:path'
import { clinicDocument, supportDeskSchema } from '../../../fixtures/src/index.ts'
import type { SourceDocument } from '../../../packages/model/src/index.ts'

/** What a `source_file` names. */
export type Source =
  | { readonly kind: 'documents'; readonly documents: readonly SourceDocument[] }
  | { readonly kind: 'dump'; readonly files: readonly string[] }
  | { readonly kind: 'bookings' }
  | { readonly kind: 'missing'; readonly names: readonly string[] }

const demos: Readonly<Record<string, Source | undefined>> = {
  'demo:clinic': fromText('clinic.json', JSON.stringify(clinicDocument)),
  'demo:support-desk': fromText('support-desk.graphql', supportDeskSchema),
  'demo:bookings': { kind: 'bookings' },
}

/**
 * Finds what goals name: `demo:<provider>` is a demo provider of ours, `package:<name>/<path>` a file of an installed
 * package, and everything else a file below the folder or below `specs` in it, by its whole relative name or by its last part.
 */
export function findSource(names: readonly string[], folder: string): Source {
  const [first = ''] = names
  const demo = demos[first]
  if (demo !== undefined) return demo
  const found = names.map((name) => ({ name, path: pathOf(name, folder) }))
  const missing = found.filter(({ path }) => path === undefined).map(({ name }) => name)
  if (missing.length > 0) return { kind: 'missing', names: missing }
  const files = found.flatMap(({ name, path }) =>
    path === undefined ? [] : [{ name, bytes: readFileSync(path) }],
  )
  return names.every((name) => /\.(?:sql|ddl)$/i.test(name))
    ? { kind: 'dump', files: files.map(({ bytes }) => bytes.toString('utf8').replace(/^\uFEFF/, '')) }
    : { kind: 'documents', documents: files }
}

function pathOf(name: string, folder: string): string | undefined {
  const packaged = /^package:((?:@[^/]+\/)?[^/]+)\/(.+)$/.exec(name)
  if (packaged !== null) return packageFile(packaged[1] ?? '', packaged[2] ?? '')
  const places = [folder, join(folder, 'specs')]
  const paths = places.flatMap((place) => [join(place, name), join(place, basename(name))])
  return [...paths, name].find((path) => existsSync(path))
}

/** Packages with documents are installed for the fixtures. */
function packageFile(name: string, path: string): string | undefined {
  const require = createRequire(new URL('../../../fixtures/package.json', import.meta.url))
  const folder = require.resolve.paths(name)?.find((place) => existsSync(join(place, name, path)))
  return folder === undefined ? undefined : join(folder, name, path)
}

function fromText(name: string, text: string): Source {
  return { kind: 'documents', documents: [{ name, bytes: new TextEncoder().encode(text) }] }
}
