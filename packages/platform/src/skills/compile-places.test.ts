import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

/**
 * Where bindings are compiled with a transaction open, which holds the embedded database meanwhile. One that is kept with the
 * catalog that it was held to may be; the list may only shrink. Whoever has many loads tasks (`loadCompileTask`), and compiles
 * them between transactions.
 */
const places: Readonly<Record<string, string>> = {
  'actions/mcp-servers/sync-tools.ts': 'all tools of a server, in one transaction: to be parted',
  'actions/test-action.ts': 'one action that somebody tries',
  'drift/map-repair.ts': 'one repair, kept with the drift that it is for',
  'packs/describe-actions.ts': 'the presets of a pack, in one transaction: to be parted',
  'packs/fit-integration.ts': 'the presets of a pack, in one transaction: to be parted',
  'packs/upgrade-pack.ts': 'one preset that somebody upgrades',
  'runs/prepare-trial.ts': 'one binding that somebody tries',
  'skills/author-skill.ts': 'one binding that somebody writes, kept with the catalog that it was held to',
  'skills/compile-binding.ts': 'the three themselves',
  'skills/initial-state.ts': 'the binding of an enabled skill that somebody writes anew',
  'skills/live-needs.ts': 'the one live version of a skill that somebody enables',
  'skills/switch-skill.ts': 'one skill that somebody enables',
}

test('bindings are compiled with a transaction open in known places only', () => {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
  )
  const found = files.filter((name) =>
    /\bcompile(?:Binding|Authored|StepsBinding)\(\s*transaction\b/.test(
      readFileSync(join(root, name), 'utf8'),
    ),
  )
  expect(found.map((name) => relative('.', name)).toSorted()).toEqual(Object.keys(places).toSorted())
})
