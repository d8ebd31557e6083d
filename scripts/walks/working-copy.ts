import { execFile } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statfsSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import { root } from '../checks/project.ts'
import { applyChange } from './apply-change.ts'
import type { Change, Command } from './walk.ts'

/** A copy of the repository that may be spoilt: its packages import one another, its libraries are those of the original. */
export interface WorkingCopy {
  readonly apply: (change: Change) => void
  /** What the command said. Throws where it fails. */
  readonly run: (command: Command) => Promise<string>
  /** Files that are not as they were, sorted. */
  readonly touched: () => readonly string[]
  /** Makes everything as it was. */
  readonly restore: () => void
  readonly remove: () => void
}

/** Made and not written: what is no source does not make a copy another one. */
const unsourced = new Set(['node_modules', '.git', '.bindery', 'dist', 'coverage', '.env'])

export function makeWorkingCopy(): WorkingCopy {
  const folder = mkdtempSync(join(roomyFolder(), 'bindery-walks-'))
  cpSync(root, folder, { recursive: true, filter: (path) => !unsourced.has(basename(path)) })
  for (const home of ['.', ...packagesOf(folder)]) linkLibraries(folder, home)
  const before = readTree(folder)
  const touched = (): readonly string[] => {
    const now = readTree(folder)
    return [...new Set([...before.keys(), ...now.keys()])]
      .filter((file) => before.get(file) !== now.get(file))
      .sort()
  }
  return {
    apply: (change) => applyChange(folder, change),
    run: (command) => runIn(folder, command),
    touched,
    restore: () => {
      for (const file of touched()) {
        const text = before.get(file)
        if (text === undefined) rmSync(join(folder, file))
        else writeFileSync(join(folder, file), text, 'latin1')
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Memory that is a folder, where there is plenty of it. */
function roomyFolder(): string {
  const shared = '/dev/shm'
  if (!existsSync(shared)) return tmpdir()
  const { bavail, bsize } = statfsSync(shared)
  return bavail * bsize > 2 ** 30 ? shared : tmpdir()
}

function packagesOf(folder: string): readonly string[] {
  const inside = ['packages', 'services'].flatMap((parent) =>
    readdirSync(join(folder, parent)).map((name) => `${parent}/${name}`),
  )
  return [...inside, 'fixtures'].filter((name) => existsSync(join(folder, name, 'package.json')))
}

/** Links to packages of the repository lead into the copy, all others to where they lead in the original. */
function linkLibraries(folder: string, home: string): void {
  const original = join(root, home, 'node_modules')
  const linked = join(folder, home, 'node_modules')
  mkdirSync(linked)
  for (const name of readdirSync(original)) {
    if (name !== '@bindery') symlinkSync(realpathSync(join(original, name)), join(linked, name))
  }
  if (!existsSync(join(original, '@bindery'))) return
  mkdirSync(join(linked, '@bindery'))
  for (const name of readdirSync(join(original, '@bindery'))) {
    const target = realpathSync(join(original, '@bindery', name))
    symlinkSync(join(folder, relative(root, target)), join(linked, '@bindery', name))
  }
}

/** Every source file with its bytes, one character each. */
function readTree(folder: string, below = ''): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`
    if (unsourced.has(entry.name)) continue
    if (entry.isDirectory()) for (const [file, text] of readTree(folder, path)) found.set(file, text)
    else if (entry.isFile()) found.set(path, readFileSync(join(folder, path), 'latin1'))
  }
  return found
}

/** The environment of these tests would make the tests in the copy report to them. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST') && name !== 'NODE_ENV'),
)

function runIn(folder: string, command: Command): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { cwd: folder, env: { ...environment, NO_COLOR: '1' }, maxBuffer: 2 ** 26 }
    execFile(process.execPath, [...command], options, (error, output, errors) => {
      if (error === null) resolve(output)
      else reject(new Error(`${command.join(' ')} failed.\n${output}${errors}`.slice(-8_000)))
    })
  })
}
