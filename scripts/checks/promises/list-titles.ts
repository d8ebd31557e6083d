import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createVitest } from 'vitest/node'
import type { TitlesByFile } from './check-promises.ts'

/** A test that nobody runs, or that is meant to fail, holds nothing. `skipIf` asks for a database and is none of these. */
const switchedOff = /\b(?:test|it|describe)(?:\.\w+)*\.(?:skip|todo|fails)\b/

/**
 * The titles of the tests in these files, each behind those of the groups that it stands in. The files are read and not
 * run. A file that is not there, holds no test, or has one that is switched off is left out.
 */
export async function listTitles(root: string, files: readonly string[]): Promise<TitlesByFile> {
  const live = files.filter((file) => isTestFile(file) && isLive(join(root, file)))
  const vitest = await createVitest('test', { root, watch: false, reporters: [] })
  try {
    const project = vitest.getRootProject()
    const modules = await vitest.experimental_parseSpecifications(
      live.map((file) => project.createSpecification(join(root, file))),
    )
    const titles = new Map<string, readonly string[]>()
    for (const { relativeModuleId, children } of modules) {
      const found = [...children.allTests()].map(({ fullName }) => fullName)
      if (found.length > 0) titles.set(relativeModuleId, found)
    }
    return titles
  } finally {
    await vitest.close()
  }
}

const isTestFile = (file: string): boolean => /\.(?:test|contract)\.ts$/.test(file)

const isLive = (path: string): boolean => existsSync(path) && !switchedOff.test(readFileSync(path, 'utf8'))
