import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

export interface SourceFile {
  /** Relative to the root, with `/`. */
  readonly path: string
  readonly text: string
}

/** Every TypeScript file of a package. */
export const listSources = (folder: string): readonly SourceFile[] => listScripts(join(folder, 'src'))

/** The TypeScript files below a folder of the project, relative to its root. */
export function listScripts(folder: string): readonly SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(root, path).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') }))
}

/** Prints the problems and ends the process with 1, or says nothing when there are none. */
export function fail(problems: readonly string[]): void {
  if (problems.length === 0) return
  console.log(problems.join('\n'))
  process.exitCode = 1
}
