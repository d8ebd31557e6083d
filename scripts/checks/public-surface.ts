import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { layers } from '../layers.mjs'
import { fail, root } from './project.ts'

/**
 * What each package exports, committed as `api.txt`, so that a change of the public surface is seen in review. With
 * `--write` the files are brought up to date.
 */
const problems: string[] = []
for (const folder of Object.keys(layers).filter((name) => name.startsWith('packages/'))) {
  const file = join(root, folder, 'api.txt')
  const surface = exportsOf(join(root, folder, 'src', 'index.ts'))
  if (process.argv.includes('--write')) writeFileSync(file, surface)
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== surface) {
    problems.push(
      `${folder}/api.txt differs from src/index.ts. Run: node --import tsx scripts/checks/public-surface.ts --write`,
    )
  }
}
fail(problems)

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
