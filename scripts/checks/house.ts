import { dirname, join, relative } from 'node:path'
import { layers, leanEntries, rooms } from '../layers.mjs'
import { findCircles } from './find-circles.ts'
import { loadedBy } from './loaded-by.ts'
import { fail, listSources, root, type SourceFile } from './project.ts'

/**
 * Inside a package imports run one way: between rooms in the order of `layers.mjs`, and between files in no circle. None leaves
 * the package by a path. What a file imports for its types counts. What lean entries load at their start is held to its list.
 */
const problems: string[] = []
for (const folder of Object.keys(layers)) {
  const sources = listSources(folder).filter(({ path }) => !path.endsWith('.test.ts'))
  const imports = new Map(sources.map((source) => [source.path, importsOf(source)]))
  for (const [path, targets] of imports)
    for (const target of targets.filter((file) => !file.startsWith(`${folder}/`)))
      problems.push(`${path} imports ${target} by its path: a package is imported by its name.`)
  for (const circle of findCircles(imports))
    problems.push(`These import each other:\n  ${circle.join('\n  ')}`)
  const order = Object.entries(rooms).find(([name]) => name === folder)?.[1]
  if (order !== undefined) for (const source of sources) checkRoom(folder, source, order)
}
for (const [entry, folders] of Object.entries(leanEntries))
  for (const { file, by } of loadedBy(entry))
    if (!folders.some((folder) => file.startsWith(`${folder}/`)))
      problems.push(
        `${by} imports ${file}; ${entry} would load it at each start, and may load what stands in ${folders.join(', ')} alone.`,
      )
fail(problems)

function importsOf({ path, text }: SourceFile): readonly string[] {
  return [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map(([, specifier = '']) =>
    relative(root, join(root, dirname(path), specifier)).replaceAll('\\', '/'),
  )
}

function checkRoom(folder: string, source: SourceFile, order: readonly string[]): void {
  const roomOf = (path: string): string => path.slice(`${folder}/src/`.length).split('/')[0] ?? ''
  const own = order.indexOf(roomOf(source.path))
  if (own === -1) problems.push(`${source.path} stands in no room that layers.mjs lists.`)
  for (const target of importsOf(source)) {
    if (order.indexOf(roomOf(target)) > own)
      problems.push(`${source.path} imports ${target}, of a later room.`)
  }
}
