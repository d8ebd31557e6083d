import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import { version } from '../version.ts'

const root = dirname(dirname(dirname(dirname(import.meta.dirname))))
const client = join(root, 'packages/client')

/** Builds the client that programs install into `folder`: its code, its types, and the one library that both need inside. */
export async function buildClient(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  await build({
    entryPoints: [join(client, 'src/index.ts')],
    outfile: join(folder, 'index.js'),
    bundle: true,
    packages: 'external',
    platform: 'neutral',
    format: 'esm',
    target: 'es2022',
    logLevel: 'warning',
  })
  writeTypes(folder)
  carryLibraries(folder)
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`)
  cpSync(join(client, 'README.md'), join(folder, 'README.md'))
}

const manifest = {
  name: '@bindery/client',
  version,
  description: 'A typed client of Bindery: every route of the API, and the published skills of agents',
  license: 'UNLICENSED',
  type: 'module',
  exports: { '.': { types: './types/index.d.ts', default: './index.js' } },
  engines: { node: '>=20.19' },
  dependencies: { 'openapi-fetch': '0.17.0' },
  bundleDependencies: ['openapi-fetch'],
  files: ['index.js', 'types'],
}

function writeTypes(folder: string): void {
  const project = {
    extends: join(client, 'tsconfig.json'),
    compilerOptions: {
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      rewriteRelativeImportExtensions: true,
      allowImportingTsExtensions: false,
      rootDir: join(client, 'src'),
      outDir: join(folder, 'types'),
    },
    files: [join(client, 'src/index.ts')],
    include: [],
  }
  // Beside the sources, so that their libraries are found.
  const file = join(client, 'dist', 'tsconfig.types.json')
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify(project))
  const { status, stdout } = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', file], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`The types of the client could not be written: ${stdout}`)
}

/** The library and what its types need, as npm would have installed them. */
function carryLibraries(folder: string): void {
  const library = realpathSync(join(client, 'node_modules/openapi-fetch'))
  const helpers = dirname(
    createRequire(join(library, 'package.json')).resolve('openapi-typescript-helpers/package.json'),
  )
  for (const [name, from] of [
    ['openapi-fetch', library],
    ['openapi-typescript-helpers', helpers],
  ] as const)
    cpSync(from, join(folder, 'node_modules', name), {
      recursive: true,
      dereference: true,
      filter: (path) => !path.slice(from.length).includes('node_modules'),
    })
}
