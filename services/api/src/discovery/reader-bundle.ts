import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { removeOld } from './remove-old.ts'

const entry = fileURLToPath(new URL('./child.ts', import.meta.url))
const root = join(dirname(entry), '../../../..')
const standardFolder = join(root, 'services/api/dist')

/** All that the reader is made of: a change of any of it makes another bundle. */
const madeOf = [
  'packages/model/src',
  'packages/sources/src',
  'packages/platform/src/pages',
  'services/api/src/discovery',
  'pnpm-lock.yaml',
]

/**
 * The reader of descriptions as a few files instead of some hundred, made when its sources are new or its files are damaged: a
 * process of its own is started for each description, and most of its start went into finding and reading modules. Takes a
 * second or two the first time. Kept in `keptIn`, or in a folder of this process alone where nothing can be written there.
 * Throws what the file system throws when that cannot be written either.
 */
export async function bundleReader(keptIn = standardFolder): Promise<URL> {
  const name = `reader-${fingerprintOf(madeOf)}`
  const folder = isSound(join(keptIn, name)) ? join(keptIn, name) : await make(keptIn, name)
  return pathToFileURL(join(folder, 'child.mjs'))
}

const stampFile = 'stamp.json'

/** Whether the files of a bundle are those that were made, none missing and none changed. */
function isSound(folder: string): boolean {
  try {
    return readFileSync(join(folder, stampFile), 'utf8') === stampOf(folder)
  } catch {
    return false
  }
}

function stampOf(folder: string): string {
  const names = readdirSync(folder).filter((name) => name !== stampFile)
  const hashes = names.sort().map((name) => [name, hashOf(readFileSync(join(folder, name)))])
  return JSON.stringify(Object.fromEntries(hashes))
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

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

/** The folder of a bundle that was made anew. */
async function make(keptIn: string, name: string): Promise<string> {
  const draft = openDraft(keptIn)
  await build({
    entryPoints: [entry],
    outdir: draft.folder,
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
  writeFileSync(join(draft.folder, stampFile), stampOf(draft.folder))
  if (draft.isPrivate) return draft.folder
  const folder = join(keptIn, name)
  moveIntoPlace(draft.folder, folder)
  removeOld(keptIn, name)
  return folder
}

interface Draft {
  readonly folder: string
  /** It is used where it is, and goes with this process. */
  readonly isPrivate: boolean
}

/** A checkout may be there for reading only, as it is in many containers. */
function openDraft(keptIn: string): Draft {
  try {
    mkdirSync(keptIn, { recursive: true })
    return { folder: mkdtempSync(join(keptIn, 'draft-')), isPrivate: false }
  } catch {
    const folder = mkdtempSync(join(tmpdir(), 'bindery-reader-'))
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
    return { folder, isPrivate: true }
  }
}

/** Two processes may make one bundle at once: the first one's stays when it is sound, and a damaged one goes. */
function moveIntoPlace(draft: string, folder: string): void {
  try {
    if (existsSync(folder) && !isSound(folder)) renameSync(folder, `${draft}-damaged`)
    renameSync(draft, folder)
  } catch (error) {
    if (!isSound(folder)) throw error
  } finally {
    for (const left of [draft, `${draft}-damaged`]) rmSync(left, { recursive: true, force: true })
  }
}
