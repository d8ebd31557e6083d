import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ConsoleFigure } from './figure.ts'

const dist = fileURLToPath(new URL('../../../services/console/dist/', import.meta.url))

/** What is sent of a file of the build: it is kept compressed beside it. */
const sizeOf = (file: string): number => statSync(join(dist, `${file}.br`)).size / 1000

/** The scripts that the page loads before anything is shown: of the shell, and of the page of providers. */
export function measureSizes(): ConsoleFigure[] {
  const scripts = readdirSync(join(dist, 'assets')).filter((name) => name.endsWith('.js'))
  const entry = /assets\/(index-[^"]+\.js)/.exec(readFileSync(join(dist, 'index.html'), 'utf8'))?.[1] ?? ''
  const first = new Set(importsOf(entry))
  for (const page of scripts.filter((name) => name.startsWith('providers-page-')))
    for (const name of importsOf(page)) first.add(name)
  const expression = scripts
    .filter((name) => name.startsWith('expression-editor-'))
    .flatMap((name) => importsOf(name))
    .filter((name) => !first.has(name))
  const later = scripts.filter((name) => !first.has(name) && !name.startsWith('expression-editor-'))
  const largest = later.toSorted((a, b) => sizeOf(`assets/${b}`) - sizeOf(`assets/${a}`))[0] ?? ''
  const load = [...first].reduce((sum, name) => sum + sizeOf(`assets/${name}`), 0)
  return [
    { what: 'first load: shell and providers, JavaScript in brotli', value: load, unit: 'kB', budget: 130 },
    {
      what: `largest further chunk (${largest.replace(/-[^-]+\.js$/, '')})`,
      value: sizeOf(`assets/${largest}`),
      unit: 'kB',
      budget: 80,
    },
    {
      what: 'expression editor, with what it loads',
      value: expression.reduce((sum, name) => sum + sizeOf(`assets/${name}`), 0),
      unit: 'kB',
      budget: 110,
    },
  ]
}

/** A script with all that it imports before it runs. */
function importsOf(entry: string, seen = new Set<string>()): readonly string[] {
  if (entry === '' || seen.has(entry)) return [...seen]
  seen.add(entry)
  const text = readFileSync(join(dist, 'assets', entry), 'utf8')
  for (const [, name = ''] of text.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) importsOf(name, seen)
  return [...seen]
}
