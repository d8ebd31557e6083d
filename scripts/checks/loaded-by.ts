import { readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { z } from 'zod'
import { root } from './project.ts'

const Manifest = z.object({ exports: z.union([z.string(), z.record(z.string(), z.string())]) })

interface Loaded {
  /** Relative to the root, with `/`. */
  readonly file: string
  /** The file that imports it. */
  readonly by: string
}

/**
 * The files of this repository that are read before the first line of an entry runs, the entry itself left out: what it
 * imports for more than types, and what that imports. An `import()` is not followed, for it waits until it is called.
 */
export function loadedBy(entry: string): readonly Loaded[] {
  const found = new Map<string, Loaded>()
  const visit = (by: string): void => {
    for (const file of importsAtStart(by)) {
      if (found.has(file) || file === entry) continue
      found.set(file, { file, by })
      visit(file)
    }
  }
  visit(entry)
  return [...found.values()]
}

function importsAtStart(path: string): readonly string[] {
  const text = readFileSync(join(root, path), 'utf8')
  const statements = text.matchAll(/^(?:import|(?:import|export) (?!type )[\w$*{},\s]+ from) '([^']+)'/gm)
  return [...statements].flatMap(([, specifier = '']) => fileOf(path, specifier) ?? [])
}

/** The file that a specifier means; undefined for a package that is not ours. */
function fileOf(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('.'))
    return relative(root, join(root, dirname(from), specifier)).replaceAll('\\', '/')
  const [, name = '', below] = /^@bindery\/([^/]+)(?:\/(.+))?$/.exec(specifier) ?? []
  if (name === '') return undefined
  const folder = name === 'fixtures' ? name : `packages/${name}`
  const { exports } = Manifest.parse(JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')))
  const target = typeof exports === 'string' ? exports : exports[below === undefined ? '.' : `./${below}`]
  return target === undefined ? undefined : join(folder, target).replaceAll('\\', '/')
}
