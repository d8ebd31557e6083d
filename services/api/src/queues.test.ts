import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

/** Every queue for something scarce, and how one organisation is kept from taking what is the others'. */
const queues: Readonly<Record<string, string>> = {
  'packages/connection/src/database/session-pool.ts': 'sessions are of one login of one organisation',
  'packages/connection/src/egress/egress.ts': 'a door is of one environment of one organisation',
  'packages/platform/src/discovery/read-head.ts':
    'two readers for all, and a wait of 30 s: nothing that agents wait for',
  'packages/platform/src/runs/answer-turns.ts': 'turns between organisations',
  'packages/platform/src/runs/organization-places.ts':
    'places of each organisation, fewer while others need the loop',
  'packages/store/src/tenancy.ts': 'turns between organisations, and connections kept for others',
}

test('every queue says whose share is what', () => {
  const root = fileURLToPath(new URL('../../..', import.meta.url))
  const sources = ['packages', 'services'].flatMap((folder) =>
    readdirSync(join(root, folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(folder, name, 'src')),
  )
  const files = sources
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        join(folder, name),
      ),
    )
  const found = files
    .filter((path) => path.endsWith('.ts') && !/\.test\.ts$|\/testing\/|\.contract\.ts$/.test(path))
    .filter((path) => /new (?:Bulkhead|FairQueue)\(/.test(readFileSync(join(root, path), 'utf8')))
  expect(found.sort()).toEqual(Object.keys(queues).sort())
})
