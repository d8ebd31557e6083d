import { createHash } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/**
 * `node scripts/bootstrap.mjs <task> [arguments]`: installs what the lockfile names when it is not installed yet, then
 * runs the task. Plain JavaScript without dependencies, because nothing is installed when it starts.
 */
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const stampFile = join(root, 'node_modules', '.bindery-stamp')

/** Each task: the program to run in this process (`module`) or the commands to run one after another. */
const tasks = {
  start: { module: 'services/api/src/main.ts' },
  demo: { module: 'scripts/demo.ts' },
  mcp: { module: 'services/api/src/mcp/stdio/main.ts' },
  'rotate-key': { module: 'services/api/src/rotate-key.ts' },
  test: { commands: [['node_modules/vitest/vitest.mjs', 'run']] },
  check: { commands: [['scripts/check.mjs']] },
  format: { commands: [['node_modules/@biomejs/biome/bin/biome', 'check', '--write', '.']] },
  bench: { module: 'scripts/bench/main.ts' },
  packs: { module: 'scripts/packs/main.ts' },
}

checkNode()
const [task = '', ...rest] = process.argv.slice(2)
const plan = tasks[task]
if (plan === undefined) fail(`There is no task "${task}". Tasks: ${Object.keys(tasks).join(', ')}.`)
install()
if (plan.module === undefined) runCommands(plan.commands)
else await runModule(plan.module)

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  fail(`Bindery needs Node 20.19 or newer; this is ${process.versions.node}. See https://nodejs.org.`)
}

function install() {
  const stamp = wantedStamp()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  console.error('Setting up (once): installing the locked dependencies ...')
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const npm = process.env.npm_execpath
  const command = ['exec', '--yes', '--', packageManager, 'install', '--frozen-lockfile', '--reporter=silent']
  const isWindows = process.platform === 'win32'
  const options = { cwd: root, stdio: ['ignore', 2, 2], shell: npm === undefined && isWindows }
  const result =
    npm === undefined
      ? spawnSync('npm', command, options)
      : spawnSync(process.execPath, [npm, ...command], options)
  if (result.status !== 0)
    fail('The dependencies could not be installed. Check the connection to the npm registry.')
  writeFileSync(stampFile, stamp)
}

function wantedStamp() {
  const hash = createHash('sha256').update(process.versions.node)
  for (const name of ['pnpm-lock.yaml', 'package.json']) hash.update(readFileSync(join(root, name)))
  return hash.digest('hex')
}

function runCommands(commands) {
  for (const [program, ...fixed] of commands) {
    const result = spawnSync(process.execPath, [join(root, program), ...fixed, ...rest], {
      cwd: root,
      stdio: 'inherit',
    })
    if (result.status !== 0) process.exit(result.status ?? 1)
  }
}

async function runModule(path) {
  const { register } = await import('tsx/esm/api')
  register()
  process.argv = [process.argv[0], join(root, path), ...rest]
  await import(pathToFileURL(join(root, path)).href)
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
