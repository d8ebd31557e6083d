import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const entry = fileURLToPath(new URL('./child.ts', import.meta.url))
const root = join(dirname(entry), '../../../..')
const keptIn = join(root, 'services/api/dist')

/** All that the reader is made of: a change of any of it makes another bundle. */
const madeOf = [
  'packages/model/src',
  'packages/sources/src',
  'packages/platform/src/pages',
  'services/api/src/discovery',
  'pnpm-lock.yaml',
]

/**
 * The reader of descriptions as a few files instead of some hundred, made when its sources are new: a process of its own is
 * started for each description, and most of its start went into finding and reading modules. Takes a second or two the first
 * time. Throws what the file system throws.
 */
export async function bundleReader(): Promise<URL> {
  const folder = join(keptIn, `reader-${fingerprintOf(madeOf)}`)
  if (!existsSync(folder)) await make(folder)
  return pathToFileURL(join(folder, 'child.mjs'))
}

function fingerprintOf(paths: readonly string[]): string {
  const hash = createHash('sha256').update(process.versions.node)
  for (const path of paths)
    for (const file of filesOf(path)) hash.update(file).update(readFileSync(join(root, file)))
  return hash.digest('hex').slice(0, 16)
}

function filesOf(path: string): readonly string[] {
  if (path.endsWith('.yaml')) return [path]
  return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
    .filter((found) => found.isFile() && found.name.endsWith('.ts') && !found.name.endsWith('.test.ts'))
    .map((found) =>
      join(found.parentPath, found.name)
        .slice(root.length + 1)
        .replaceAll(sep, '/'),
    )
    .sort()
}

async function make(folder: string): Promise<void> {
  mkdirSync(keptIn, { recursive: true })
  const draft = mkdtempSync(join(keptIn, 'draft-'))
  await build({
    entryPoints: [entry],
    outdir: draft,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: `node${process.versions.node}`,
    // Libraries in CommonJS ask for Node's own modules by a function that modules do not have.
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
    logLevel: 'silent',
  })
  moveIntoPlace(draft, folder)
}

/** Two processes may make one bundle at once; the first one's stays. */
function moveIntoPlace(draft: string, folder: string): void {
  try {
    renameSync(draft, folder)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  }
}
