import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { layers } from '../layers.mjs'
import { fail, root } from './project.ts'

/**
 * What each package exports, committed as `api.txt`, so that a change of the public surface is seen in review. With
 * `--write` the files are brought up to date.
 */
const Manifest = z.object({ exports: z.record(z.string(), z.string()) })

const problems: string[] = []
for (const folder of Object.keys(layers).filter((name) => name.startsWith('packages/'))) {
  const file = join(root, folder, 'api.txt')
  const surface = surfaceOf(join(root, folder))
  if (process.argv.includes('--write')) writeFileSync(file, surface)
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== surface) {
    problems.push(
      `${folder}/api.txt differs from what the package exports. Run: node --import tsx scripts/checks/public-surface.ts --write`,
    )
  }
}
fail(problems)

/** One list, or one for each room of a package that is imported by its rooms. */
function surfaceOf(folder: string): string {
  const { exports } = Manifest.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')))
  const listed = Object.entries(exports).filter(([, path]) => path.endsWith('/index.ts'))
  const isWhole = listed.length === 1 && listed[0]?.[0] === '.'
  return listed
    .map(([name, path]) => `${isWhole ? '' : `${name}\n`}${exportsOf(join(folder, path))}`)
    .join('\n')
}

function exportsOf(index: string): string {
  const names: string[] = []
  for (const [, list = ''] of readFileSync(index, 'utf8').matchAll(/export (?:type )?\{([^}]*)\}/g)) {
    for (const part of list.split(',')) {
      const name = part.trim()
      if (name !== '') names.push(name)
    }
  }
  return `${names.sort((a, b) => (a.replace('type ', '') < b.replace('type ', '') ? -1 : 1)).join('\n')}\n`
}
