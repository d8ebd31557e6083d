import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fail, listScripts, listSources, root } from './project.ts'

/** Tests wait for what happens, never for a time: on a loaded machine a time is too short, or it proves nothing. */
const clocks = /\bsetTimeout\b|\bsetInterval\b|performance\.now\(/

/** The claim of these is about time itself, and none of them fails where a machine is slow. */
const allowed: ReadonlyMap<string, string> = new Map([
  ['services/api/src/rotate-key.test.ts', 'kills at varied times; any of them is right'],
  ['services/api/src/execution/two-servers.test.ts', 'a slow provider, so that an overlap would show'],
  ['packages/connection/src/hostile-provider.test.ts', 'a deadline holds against whatever a provider does'],
])

const browser = listScripts('services/console/browser')
const tests = ['packages', 'services']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .flatMap(({ name }) => listSources(`${folder}/${name}`)),
  )
  .filter(({ path }) => path.endsWith('.test.ts'))
  .concat(browser)

const waiting = tests.filter(({ text }) => clocks.test(text)).map(({ path }) => path)
/** A limit of its own that is shorter than the one of all tests says how fast a machine is. */
const limits = [
  { pattern: /^\s*\}, ([0-9_]+)\)$/gm, shortest: 120_000 },
  { pattern: /AbortSignal\.timeout\(([0-9_]+)\)/g, shortest: 59_999 },
]
const hurried = tests.filter(({ text }) =>
  limits.some(({ pattern, shortest }) =>
    [...text.matchAll(pattern)].some(([, limit = '']) => {
      const ms = Number(limit.replaceAll('_', ''))
      return ms > 1000 && ms <= shortest
    }),
  ),
)

/** A wait for the only match of a locator fails when a page says it twice for a while: which it does depends on the machine. */
const alone = browser.filter(
  ({ path, text }) => /(?<!\bvi)\.waitFor\(/.test(text) && !path.endsWith('/seen.ts'),
)

/** What a page shows follows what was done to it a while later; these measure the page as it stands, on purpose. */
const atOnce = browser.filter(({ text }) => /expect\(\s*await (?!findingsOf\(|widthOf\()/.test(text))

fail([
  ...atOnce.map(({ path }) => `${path} reads a page or an answer once: ask with expect.poll(() => …).`),
  ...alone.map(({ path }) => `${path} waits for the only match of a locator: ask with seen() or gone().`),
  ...hurried.map(({ path }) => `${path} has a limit of its own: leave it to the one of all tests.`),
  ...waiting
    .filter((path) => !allowed.has(path))
    .map((path) => `${path} waits for a clock: hold things back with gate(), or ask with until().`),
  ...[...allowed.keys()]
    .filter((path) => !waiting.includes(path))
    .map((path) => `${path} waits for no clock any more: take it off the list.`),
])
