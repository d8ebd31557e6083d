import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'

const made = new Map<string, Promise<string>>()
const folders = new Set<string>()

/**
 * The path of a program of this repository as a few files of JavaScript, made once for a file of tests: reading some hundred
 * modules by a loader takes seconds at every start, and tests start some programs many times. What it imports from libraries
 * stays theirs. Who asks for one calls `removePrograms` at the end.
 */
export function programBundle(program: URL): Promise<string> {
  const known = made.get(program.href)
  if (known !== undefined) return known
  const making = make(fileURLToPath(program))
  made.set(program.href, making)
  return making
}

/** Removes every program that was made here. */
export function removePrograms(): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  folders.clear()
  made.clear()
}

async function make(program: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'bindery-program-'))
  folders.add(folder)
  await build({
    entryPoints: [program],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: `node${process.versions.node}`,
    plugins: [librariesStay, addressesStay],
    logLevel: 'silent',
  })
  return join(folder, basename(program).replace(/\.ts$/, '.mjs'))
}

const resolved = Symbol('resolved')

/** Libraries load files beside their own, so they are imported from where they are. */
const librariesStay: Plugin = {
  name: 'libraries-stay',
  setup: (bundle) => {
    bundle.onResolve({ filter: /^[^./]/ }, async ({ path, kind, resolveDir, importer, pluginData }) => {
      if (pluginData === resolved || path.startsWith('node:') || kind === 'entry-point') return undefined
      const found = await bundle.resolve(path, { kind, resolveDir, importer, pluginData: resolved })
      return found.path.includes('/node_modules/') ? { path: found.path, external: true } : found
    })
  },
}

/** Sources find files beside themselves by their own address. */
const addressesStay: Plugin = {
  name: 'addresses-stay',
  setup: (bundle) => {
    bundle.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const own = JSON.stringify(pathToFileURL(path).href)
      const text = readFileSync(path, 'utf8')
      return { contents: text.replace(/(new URL\([^()]+, )import\.meta\.url\)/g, `$1${own})`), loader: 'ts' }
    })
  },
}
