import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Runs every gate and reports all that fail, not only the first. */
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const bin = (name) => join(root, 'node_modules', '.bin', name)
const projects = ['packages', 'services']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => `${folder}/${entry.name}`),
  )
  .concat('fixtures', 'scripts')

const own = (name) => [process.execPath, '--import', 'tsx', join(root, 'scripts/checks', name)]

const gates = [
  ...projects.map((project) => ({ name: `types ${project}`, command: [bin('tsc'), '-p', project] })),
  { name: 'lint', command: [bin('oxlint'), '--type-aware', '--quiet', '.'] },
  { name: 'format', command: [bin('biome'), 'format', '.'] },
  { name: 'layers', command: own('layers.ts') },
  { name: 'engines', command: own('engines.ts') },
  { name: 'README examples', command: own('readme-examples.ts') },
  { name: 'public surface', command: own('public-surface.ts') },
  { name: 'HTTP surface', command: own('http-surface.ts') },
  { name: 'dead code', command: [bin('knip'), '--no-config-hints'] },
]

const failed = []
for (const { name, command } of gates) {
  const [program, ...parameters] = command
  const began = Date.now()
  const result = spawnSync(program, parameters, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  const seconds = ((Date.now() - began) / 1000).toFixed(1)
  console.log(`${result.status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`)
  if (result.status === 0) continue
  failed.push(name)
  console.log(
    [result.error?.message, result.stdout, result.stderr].filter(Boolean).join('\n').slice(0, 8_000),
  )
}
if (failed.length > 0) {
  console.log(`\n${failed.length} of ${gates.length} gates failed: ${failed.join(', ')}.`)
  process.exit(1)
}
console.log(`\nAll ${gates.length} gates passed.`)
