import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'
import { root } from './project.ts'

export interface Measured {
  /** Relative to the root, with `/`. */
  readonly path: string
  /** `packages/model`, `services/api`, `scripts`, `fixtures`. */
  readonly part: string
  readonly isTest: boolean
  readonly lines: number
  /** Lines of each function, one inside another counted with it. */
  readonly functions: readonly number[]
  /** Files of the repository that it imports by a path, types too. */
  readonly imports: readonly string[]
}

/** Every `.ts`, `.tsx` and `.mjs` file of ours: its size, its functions and what it imports. */
export function measureSources(): readonly Measured[] {
  return ['packages', 'services', 'scripts', 'fixtures'].flatMap(filesBelow).map(measure)
}

const isLeftOut = (name: string): boolean => ['node_modules', 'dist', '.bindery'].includes(name)

function filesBelow(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return isLeftOut(entry.name) ? [] : filesBelow(path)
    return /\.(ts|tsx|mjs)$/.test(entry.name) && !entry.name.includes('.gen.') ? [path] : []
  })
}

function measure(path: string): Measured {
  const text = readFileSync(join(root, path), 'utf8')
  const [top = '', second = ''] = path.split('/')
  return {
    path,
    part: top === 'packages' || top === 'services' ? `${top}/${second}` : top,
    isTest: /\.(test|contract)\.tsx?$|\/testing\//.test(path),
    lines: text.trimEnd().split('\n').length,
    functions: functionLengths(path, text),
    imports: [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map(([, specifier = '']) =>
      relative(root, join(root, dirname(path), specifier)).replaceAll('\\', '/'),
    ),
  }
}

function functionLengths(path: string, text: string): readonly number[] {
  const lengths: number[] = []
  const count = ({ start, end }: { readonly start: number; readonly end: number }): void => {
    lengths.push(text.slice(start, end).split('\n').length)
  }
  new Visitor({
    FunctionDeclaration: count,
    FunctionExpression: count,
    ArrowFunctionExpression: count,
  }).visit(parseSync(path, text).program)
  return lengths
}
