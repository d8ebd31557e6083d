import { verifyPacks } from './verify-packs.ts'
import { writeSlices } from './write-slices.ts'

/**
 * `npm run packs -- verify [--pack x]`: compiles every preset against what its provider publishes, and says what did not
 * fit. `npm run packs -- slice --pack x`: writes the part of it that the presets need into the pack's fixtures.
 */
const [task, ...rest] = process.argv.slice(2)
const tasks = new Map([
  ['verify', verifyPacks],
  ['slice', writeSlices],
])
const run = tasks.get(task ?? '')
const id = rest[0] === '--pack' ? rest[1] : undefined
if (run === undefined || (rest.length > 0 && id === undefined)) {
  console.error(`Usage: npm run packs -- ${[...tasks.keys()].join('|')} [--pack <id>]`)
  process.exitCode = 1
} else {
  process.exitCode = (await run(id)) ? 0 : 1
}
