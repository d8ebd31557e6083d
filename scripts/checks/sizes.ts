import { type Measured, measureSources } from './measure-sources.ts'
import { fail } from './project.ts'
import { oftenImported } from '../layers.mjs'

/**
 * Files stay small enough to be read at once, and none inside a package is what everything hangs on, but those that
 * `layers.mjs` names with a reason. With `--print` the figures themselves, by package.
 */
const mostLines = 300
const mostTestLines = 400
const mostImporters = 20

const files = measureSources()
const importers = countImporters(files)
if (process.argv.includes('--print')) print()
fail([...tooLong(), ...tooWanted()])

function tooLong(): readonly string[] {
  return files
    .filter(({ isTest, lines }) => lines > (isTest ? mostTestLines : mostLines))
    .map(
      ({ path, isTest, lines }) =>
        `${path} has ${lines} lines; at most ${isTest ? mostTestLines : mostLines}.`,
    )
}

function tooWanted(): readonly string[] {
  const listed = new Map(Object.entries(oftenImported))
  const wanted = [...importers].filter(([path, count]) => count > mostImporters && !isContractOfAll(path))
  return [
    ...wanted
      .filter(([path]) => !listed.has(path))
      .map(([path, count]) => `${path} is imported by ${count} files of its package: say in layers.mjs why.`),
    ...[...listed.keys()]
      .filter((path) => !wanted.some(([found]) => found === path))
      .map((path) => `layers.mjs gives a reason for ${path}, which needs none.`),
  ]
}

/** The nouns that everything talks about, and what every use case is made with. */
function isContractOfAll(path: string): boolean {
  return path.startsWith('packages/model/') || path.startsWith('packages/platform/src/kernel/')
}

function countImporters(all: readonly Measured[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { imports, isTest } of all)
    for (const target of isTest ? [] : new Set(imports)) counts.set(target, (counts.get(target) ?? 0) + 1)
  return counts
}

function print(): void {
  const own = files.filter(({ isTest }) => !isTest)
  for (const part of [...new Set(own.map((file) => file.part))].sort())
    console.log(`${lineCount(own.filter((file) => file.part === part)).padStart(8)}  ${part}`)
  console.log(`${lineCount(own).padStart(8)}  lines in all, without tests, contracts and testing/`)
  console.log(`${lineCount(files.filter(({ isTest }) => isTest)).padStart(8)}  lines of tests`)
  const lengths = own.flatMap(({ functions }) => functions).sort((a, b) => a - b)
  const at = (share: number): string => String(lengths[Math.floor(lengths.length * share)] ?? 0).padStart(8)
  console.log(`${at(0.5)}  lines of a function, median`)
  console.log(`${at(0.9)}  lines of a function, 90 of 100 at most`)
  console.log(`${String(lengths.at(-1) ?? 0).padStart(8)}  lines of the longest function`)
  for (const [path, count] of [...importers].sort((a, b) => b[1] - a[1]).slice(0, 12))
    console.log(`${String(count).padStart(8)}  files import ${path}`)
}

function lineCount(some: readonly Measured[]): string {
  return some.reduce((sum, { lines }) => sum + lines, 0).toLocaleString('en')
}
