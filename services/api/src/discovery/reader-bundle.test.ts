import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { bundleReader } from './reader-bundle.ts'

let keptIn: string
let folder: string
let child: string
beforeAll(async () => {
  keptIn = mkdtempSync(join(tmpdir(), 'bindery-bundle-'))
  child = fileURLToPath(await bundleReader(keptIn))
  folder = dirname(child)
})
afterAll(() => rmSync(keptIn, { recursive: true, force: true }))

const filesIn = (path: string) =>
  Object.fromEntries(readdirSync(path).map((name) => [name, readFileSync(join(path, name), 'utf8')]))

describe('a bundle', () => {
  it('is made once', async () => {
    utimesSync(child, 1, 1)
    const whole = filesIn(folder)
    expect(fileURLToPath(await bundleReader(keptIn))).toBe(child)
    expect([filesIn(folder), readdirSync(keptIn).length]).toEqual([whole, 1])
  })

  test.each<[string, (anyFile: string) => void]>([
    ['lost a file', (file) => rmSync(file)],
    ['was cut off', (file) => truncateSync(file, 10)],
    ['was changed', (file) => writeFileSync(file, 'process.exit(1)')],
    ['is empty', () => readdirSync(folder).forEach((name) => rmSync(join(folder, name)))],
    ['lost its stamp', () => rmSync(join(folder, 'stamp.json'))],
  ])('that %s is made anew, and nothing is left of the damaged one', async (_, damage) => {
    const whole = filesIn(folder)
    damage(join(folder, Object.keys(whole).find((name) => name.startsWith('chunk-')) ?? ''))
    await bundleReader(keptIn)
    expect([filesIn(folder), readdirSync(keptIn).length]).toEqual([whole, 1])
  })

  it('is made in a folder of this process where nothing can be written', async () => {
    // A file is no folder, for the super-user neither.
    const made = fileURLToPath(await bundleReader(join(child, 'dist')))
    expect(filesIn(dirname(made))).toEqual(filesIn(folder))
    expect(dirname(dirname(made))).toBe(tmpdir())
    rmSync(dirname(made), { recursive: true })
  })

  it('that is made takes away what nobody has used for two weeks', async () => {
    const now = Date.now() / 1000
    const daysAgo = (days: number) => now - days * 24 * 60 * 60
    const others: [string, number][] = [
      ['reader-0123456789abcdef', 15],
      ['draft-abcdef', 15],
      ['reader-fedcba9876543210', 13],
      ['draft-fedcba', 0],
      ['main.js', 15],
    ]
    for (const [name, days] of others) {
      mkdirSync(join(keptIn, name))
      utimesSync(join(keptIn, name), now, daysAgo(days))
    }
    rmSync(folder, { recursive: true })
    await bundleReader(keptIn)
    const names = ['draft-fedcba', 'main.js', 'reader-fedcba9876543210']
    expect(
      readdirSync(keptIn)
        .filter((name) => join(keptIn, name) !== folder)
        .sort(),
    ).toEqual(names)
  })
})
