import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gates } from '../../packages/runtime/src/gate-order.ts'
import { layers } from '../layers.mjs'
import { checkPage, linksIn, pathsIn } from './architecture/check-page.ts'
import { fail, root } from './project.ts'

/**
 * The architecture page names every package in a line that fits its imports, and every gate in its order; its paths and links, and
 * those of CONTRIBUTING.md, lead somewhere.
 */
const pages = ['packages/README.md', 'CONTRIBUTING.md']
const [architecture = ''] = pages.map((page) => readFileSync(join(root, page), 'utf8'))

/** `packages/model` is `model` on the page, and `services/api` is itself. */
const shortName = (folder: string): string => folder.replace(/^packages\//, '')

const named = Object.entries(layers).filter(([folder]) => folder.includes('/'))
const imports = Object.fromEntries(
  named.map(([folder, { imports: names }]) => [
    shortName(folder),
    names.filter((name) => Object.hasOwn(layers, `packages/${name}`)),
  ]),
)

const unlisted = ['packages', 'services']
  .flatMap((parent) => readdirSync(join(root, parent)).map((name) => `${parent}/${name}`))
  .filter((folder) => existsSync(join(root, folder, 'package.json')) && !Object.hasOwn(layers, folder))

fail([
  ...unlisted.map((folder) => `layers.mjs does not list ${folder}.`),
  ...checkPage(architecture, { imports, gates: gates.map(({ name }) => name) }).map(
    (problem) => `packages/README.md: ${problem}`,
  ),
  ...pages.flatMap(listDeadEnds),
])

function listDeadEnds(page: string): readonly string[] {
  const text = readFileSync(join(root, page), 'utf8')
  const targets = [...pathsIn(text), ...linksIn(text).map((link) => join(dirname(page), link))]
  return targets
    .filter((target) => !existsSync(join(root, target)))
    .map((target) => `${page} names ${target}, which does not exist.`)
}
