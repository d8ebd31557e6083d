import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

/** Everything that reads a document, an expression or an answer. What they need comes in as bytes. */
const readers = ['model', 'expression', 'sources', 'compiler', 'runtime', 'mapper', 'connection']
const reaching =
  /(?:from|import\(|require\()\s*['"](?:node:)?(?:fs|fs\/promises|child_process|worker_threads|module|vm)['"]/

test.each(readers)('%s has no way to a file of the server', (name) => {
  const folder = fileURLToPath(new URL(`../../${name}/src/`, import.meta.url))
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (path) =>
      path.endsWith('.ts') &&
      !/\.(?:test|contract)\.ts$|(?:^|\/)testing\/|(?:^|\/)test-[\w-]+\.ts$/.test(path),
  )
  expect(files.length).toBeGreaterThan(10)
  expect(files.filter((path) => reaching.test(readFileSync(`${folder}${path}`, 'utf8')))).toEqual([])
})
