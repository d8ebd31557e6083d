import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { layers, sharedHomes } from '../layers.mjs'
import { fail, listSources, root } from './project.ts'

/**
 * Every package may depend on the packages that `layers.mjs` allows and on the libraries whose home it is. pnpm's strict
 * folders make an undeclared import fail; this makes a declared one answer to the diagram, and looks at the imports.
 */
const Manifest = z.object({
  name: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
})

const Layer = z.object({ imports: z.array(z.string()), owns: z.array(z.string()) })
const rules = z.record(z.string(), Layer).parse(layers)
const shared = z.record(z.string(), z.array(z.string())).parse(sharedHomes)
const problems: string[] = []

for (const [folder, { imports }] of Object.entries(rules)) {
  const manifest = Manifest.parse(JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')))
  for (const [name, range] of Object.entries(manifest.dependencies)) {
    if (name.startsWith('@bindery/')) checkPackage(folder, name.slice('@bindery/'.length), imports)
    else checkLibrary(folder, name, range)
  }
  checkImports(folder, imports)
}
fail(problems)

function checkPackage(folder: string, name: string, allowed: readonly string[]): void {
  if (!allowed.includes(name)) problems.push(`${folder} depends on ${name}, which layers.mjs does not allow.`)
}

function checkLibrary(folder: string, name: string, range: string): void {
  if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(range))
    problems.push(`${folder} does not pin ${name} exactly: "${range}".`)
  const homes =
    shared[name] ??
    Object.entries(rules)
      .filter(([, rule]) => rule.owns.includes(name))
      .map(([home]) => home)
  if (homes.length > 0 && !homes.includes(folder))
    problems.push(`${folder} depends on ${name}, whose home is ${homes.join(', ')}.`)
}

function checkImports(folder: string, allowed: readonly string[]): void {
  for (const { path, text } of listSources(folder)) {
    const isTest = /\.(test|contract)\.ts$/.test(path) || path.includes('/testing/')
    for (const [, specifier = ''] of text.matchAll(/(?:from|import\()\s*'([^']+)'/g)) {
      const name = /^@bindery\/([\w-]+)/.exec(specifier)?.[1]
      // What a package offers to tests is theirs to use: real servers, templates, doubles that pass its contract.
      const isForTests = name === 'fixtures' || specifier.endsWith('/testing')
      if (name !== undefined && !allowed.includes(name) && !(isTest && isForTests)) {
        problems.push(`${path} imports @bindery/${name}, which layers.mjs does not allow.`)
      }
      if (!isTest && opensSockets(specifier) && !mayOpenSockets(folder)) {
        problems.push(`${path} imports ${specifier}: sockets are opened in connection and store only.`)
      }
    }
  }
}

function opensSockets(specifier: string): boolean {
  return /^(node:)?(net|tls|http|https|http2|dgram|dns|undici)(\/|$)/.test(specifier)
}

/** The demo providers are servers; the child process imports the socket class to seal it. */
function mayOpenSockets(folder: string): boolean {
  return ['packages/connection', 'packages/store', 'fixtures', 'services/api'].includes(folder)
}
