import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { build, type Plugin } from 'esbuild'
import { version } from '../version.ts'

const here = dirname(dirname(import.meta.dirname))

/**
 * Builds the package that people install into `folder`: the command as one file with everything in it, so that nothing else is
 * installed, and the bridge of MCP as another.
 */
export async function buildPackage(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  await build({
    entryPoints: {
      bindery: join(here, 'src/main.ts'),
      'mcp-bridge': join(dirname(dirname(here)), 'services/api/src/mcp/stdio/main.ts'),
    },
    outdir: folder,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    minify: true,
    keepNames: true,
    legalComments: 'eof',
    banner: { js: '#!/usr/bin/env node' },
    plugins: [onlyWhatIsUsed],
    logLevel: 'warning',
  })
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`)
  for (const page of ['README.md', 'commands.md']) cpSync(join(here, page), join(folder, page))
}

/** Makes the tarball of a built package beside its files, and gives its path. */
export function packPackage(folder: string): string {
  const packing = ['pack', '--silent', '--offline', '--pack-destination', folder]
  const { status, stdout, stderr } = spawnSync('npm', packing, {
    cwd: folder,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw new Error(`npm could not pack ${folder}: ${stderr}`)
  return join(folder, stdout.trim())
}

const manifest = {
  name: 'bindery',
  version,
  description: 'The command line of Bindery: discover a provider, map its fields, publish and run skills',
  license: 'UNLICENSED',
  type: 'module',
  bin: { bindery: './bindery.js' },
  engines: { node: '>=20.19' },
  files: ['bindery.js', 'mcp-bridge.js', 'commands.md'],
}

const isResolved = Symbol('resolved')

/** Files of the workspace do nothing when they are loaded, so what is not asked of them is left out. */
const onlyWhatIsUsed: Plugin = {
  name: 'only-what-is-used',
  setup: (bundle) => {
    bundle.onResolve(
      { filter: /^(@bindery\/|\.\.?\/)/ },
      async ({ path, kind, resolveDir, importer, pluginData }) => {
        if (pluginData === isResolved) return undefined
        const found = await bundle.resolve(path, { kind, resolveDir, importer, pluginData: isResolved })
        return found.path.includes('/node_modules/') ? undefined : { ...found, sideEffects: false }
      },
    )
  },
}
