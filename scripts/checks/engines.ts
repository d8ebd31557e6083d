import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { fail, root } from './project.ts'

/** Every installed package must say that it runs on the oldest Node that Bindery promises. */
const oldest = [20, 19, 0] as const
/** Packages whose own word is too narrow although they run: each was tried on the oldest Node. Prism serves tests only. */
const tried = new Set([
  'cookie',
  'content-disposition',
  '@stoplight/prism-core',
  '@stoplight/prism-http',
  '@stoplight/prism-http-server',
])

const Manifest = z.object({
  name: z.string().optional(),
  version: z.string().optional(),
  engines: z.object({ node: z.string().optional() }).optional().catch(undefined),
})

const problems: string[] = []
const store = join(root, 'node_modules', '.pnpm')
for (const folder of readdirSync(store)) {
  const inner = join(store, folder, 'node_modules')
  if (!existsSync(inner)) continue
  for (const path of packagesIn(inner)) checkManifest(path)
}
fail([...new Set(problems)])

function packagesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isSymbolicLink() || !entry.isDirectory()) return []
    if (!entry.name.startsWith('@')) return [join(folder, entry.name)]
    return readdirSync(join(folder, entry.name), { withFileTypes: true })
      .filter((scoped) => scoped.isDirectory() && !scoped.isSymbolicLink())
      .map((scoped) => join(folder, entry.name, scoped.name))
  })
}

function checkManifest(path: string): void {
  const file = join(path, 'package.json')
  if (!existsSync(file)) return
  const { name = '', version = '', engines } = Manifest.parse(JSON.parse(readFileSync(file, 'utf8')))
  const range = engines?.node
  if (range === undefined || tried.has(name) || admits(range)) return
  problems.push(`${name} ${version} wants Node ${range}, and Bindery promises ${oldest.join('.')}.`)
}

/** Whether a version range admits the oldest Node; alternatives by `||`, each a list of comparators. */
function admits(range: string): boolean {
  return range.split('||').some((alternative) => {
    const comparators = alternative.trim().match(/(>=|<=|>|<|\^|~|=)?\s*v?\d+(\.\d+|\.x)*(\.\d+|\.x)?/g) ?? []
    return comparators.every(holds)
  })
}

function holds(comparator: string): boolean {
  const parts = /^(>=|<=|>|<|\^|~|=)?\s*v?(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(comparator)
  if (parts === null) return true
  const [, sign = '', major = '0', minor, patch] = parts
  const order = compare([Number(major), Number(minor ?? 0), Number(patch ?? 0)])
  switch (sign) {
    case '>=':
    case '>':
      return order >= 0
    case '<':
      return order < 0
    case '<=':
      return order <= 0 || (minor === undefined && Number(major) === oldest[0])
    case '^':
      return order >= 0 && Number(major) === oldest[0]
    default:
      return Number(major) === oldest[0] && (minor === undefined || order >= 0)
  }
}

/** Positive when the oldest Node is newer than the version. */
function compare(version: readonly number[]): number {
  for (const [index, part] of oldest.entries()) {
    const difference = part - (version[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
