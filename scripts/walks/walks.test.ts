import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { root } from '../checks/project.ts'
import { authMethod } from './auth-method.ts'
import { compilerRule } from './compiler-rule.ts'
import { connectorPack } from './connector-pack.ts'
import { documentedFiles } from './documented-files.ts'
import { errorCode } from './error-code.ts'
import { migration } from './migration.ts'
import { runGate } from './run-gate.ts'
import { sourceKind } from './source-kind.ts'
import { useCase } from './use-case.ts'
import type { Walk } from './walk.ts'
import { makeWorkingCopy, type WorkingCopy } from './working-copy.ts'

/* What CONTRIBUTING.md promises of adding one: these files and no others, and then it works. */

const walks: readonly Walk[] = [
  compilerRule,
  runGate,
  authMethod,
  useCase,
  errorCode,
  sourceKind,
  connectorPack,
  migration,
]

const document = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8')

let copy: WorkingCopy
beforeAll(() => {
  copy = makeWorkingCopy()
})
afterEach(() => copy.restore())
afterAll(() => copy?.remove())

/** Each starts processes of its own, which a loaded machine may be slow to serve. */
const timeout = 300_000

test('every walk of the document is walked', () => {
  const [, section = ''] = document.split('\n## Add one\n')
  const [own = ''] = section.split(/^## /m)
  const headings = [...own.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading)
  expect(headings).toEqual(walks.map(({ heading }) => heading))
})

test.each(walks.map((walk) => [walk.heading, walk] as const))(
  '%s: works, and touches the files that are listed and no others',
  async (_, walk) => {
    for (const change of walk.changes) copy.apply(change)
    // All of them end before the copy is made as it was.
    const ends = await Promise.allSettled([...(walk.runs ?? []), ...walk.proofs].map(copy.run))
    expect(ends.flatMap((end) => (end.status === 'rejected' ? [String(end.reason)] : []))).toEqual([])
    expect(copy.touched()).toEqual(documentedFiles(document, walk.heading, walk.names))
  },
  timeout,
)
