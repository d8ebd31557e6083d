import { spawn, spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Runs every gate, two at a time, and reports all that fail, not only the first. With `--fast` those that take long are left out, and named:
 * for use while working, not before a commit. `--figures` runs none and prints how large everything is.
 */
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
  { name: 'lint', isSlow: true, command: [bin('oxlint'), '--type-aware', '--quiet', '.'] },
  { name: 'format', command: [bin('biome'), 'format', '.'] },
  { name: 'layers', command: own('layers.ts') },
  { name: 'house', command: own('house.ts') },
  { name: 'sizes', command: own('sizes.ts') },
  { name: 'engines', command: own('engines.ts') },
  { name: 'README examples', isSlow: true, command: own('readme-examples.ts') },
  { name: 'clocks in tests', command: own('test-clocks.ts') },
  { name: 'linear patterns', isSlow: true, command: own('linear-patterns.ts') },
  { name: 'effects', isSlow: true, command: own('effects.ts') },
  { name: 'public surface', command: own('public-surface.ts') },
  { name: 'HTTP surface', command: own('http-surface.ts') },
  { name: 'architecture page', command: own('architecture-page.ts') },
  { name: 'tenant fence', command: own('tenant-fence.ts') },
  { name: 'settings', command: own('env-example.ts') },
  { name: 'promises', command: own('promises.ts'), tells: true },
  { name: 'dead code', isSlow: true, command: [bin('knip'), '--no-config-hints'] },
]

if (process.argv.includes('--figures')) {
  spawnSync(process.execPath, [...own('sizes.ts').slice(1), '--print'], { cwd: root, stdio: 'inherit' })
  process.exit()
}

const isFast = process.argv.includes('--fast')
const left = gates.filter((gate) => isFast && gate.isSlow === true)
const failed = []
const waiting = gates.filter((gate) => !left.includes(gate))
// One gate leaves half of two cores idle; three take more memory than small machines have.
const lanes = Math.min(2, availableParallelism())
await Promise.all(Array.from({ length: lanes }, runGates))
if (failed.length > 0) {
  console.log(`\n${failed.length} of ${gates.length} gates failed: ${failed.join(', ')}.`)
  process.exit(1)
}
const names = left.map((gate) => gate.name).join(', ')
console.log(
  isFast
    ? `\n${gates.length - left.length} gates passed; left out: ${names}.`
    : `\nAll ${gates.length} gates passed.`,
)

async function runGates() {
  for (let gate = waiting.shift(); gate !== undefined; gate = waiting.shift()) {
    const began = Date.now()
    const { isPassed, text } = await run(gate.command)
    const seconds = ((Date.now() - began) / 1000).toFixed(1)
    console.log(`${isPassed ? 'ok    ' : 'FAILED'} ${gate.name} (${seconds} s)`)
    if (isPassed && gate.tells === true) console.log(`       ${text.trim()}`)
    if (isPassed) continue
    failed.push(gate.name)
    console.log(text.slice(0, 8_000))
  }
}

/** What a command said, and whether it ended well. */
function run([program, ...parameters]) {
  return new Promise((resolve) => {
    const child = spawn(program, parameters, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let text = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (part) => {
        text += part
      })
    child.once('error', (error) => resolve({ isPassed: false, text: error.message }))
    child.once('close', (code) => resolve({ isPassed: code === 0, text }))
  })
}
