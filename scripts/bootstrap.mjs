import { createHash } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/**
 * `node scripts/bootstrap.mjs <task> [arguments]`: installs what the lockfile names and makes what is made of sources, when
 * that is not done yet, then runs the task. Plain JavaScript without dependencies, because nothing is installed when it starts.
 */
const root = dirname(dirname(fileURLToPath(import.meta.url)))

/**
 * Each task: the program to run in this process (`module`) or the commands to run one after another. `needs: 'what runs'` of those
 * that do without what only tests and checks are made with, which is most of what there is to install.
 */
const tasks = {
  start: { module: 'services/api/src/main.ts', needs: 'what runs' },
  demo: { module: 'scripts/demo.ts', needs: 'what runs' },
  cli: { module: 'packages/cli/src/main.ts', needs: 'what runs' },
  mcp: { module: 'services/api/src/mcp/stdio/main.ts', needs: 'what runs' },
  'rotate-key': { module: 'services/api/src/rotate-key.ts', needs: 'what runs' },
  backup: { module: 'services/api/src/backup/command.ts', needs: 'what runs' },
  restore: { module: 'services/api/src/backup/restore.ts', needs: 'what runs' },
  test: { commands: [['node_modules/vitest/vitest.mjs', 'run']] },
  check: { commands: [['scripts/check.mjs']] },
  format: { commands: [['node_modules/@biomejs/biome/bin/biome', 'check', '--write', '.']] },
  bench: { module: 'scripts/bench/main.ts' },
  packs: { module: 'scripts/packs/main.ts' },
}

/**
 * What must have been made before a task runs, in this order: made again when what it is made `from` has changed, or is not
 * there. `only` names the tasks that need it; all do when absent.
 */
const preparations = [
  {
    name: 'client-types',
    says: "writing the types of the API's client",
    from: ['services/api/openapi.json', 'scripts/client-types/generate.mjs'],
    makes: 'packages/client/src/api.gen.ts',
    make: () => runOrFail('scripts/client-types/generate.mjs'),
  },
  {
    name: 'console',
    says: 'building the console',
    from: ['services/console', 'packages/client/src', 'pnpm-lock.yaml'],
    makes: 'services/console/dist/index.html',
    make: () => runOrFail('services/console/build.mjs'),
    only: ['start', 'test', 'demo', 'bench'],
  },
]

/** Stamps of what is installed: for what runs, and for everything. */
const dependencyStamps = ['.bindery-runtime', '.bindery-dependencies']

checkNode()
const [task = '', ...rest] = process.argv.slice(2)
const plan = tasks[task]
if (plan === undefined) fail(`There is no task "${task}". Tasks: ${Object.keys(tasks).join(', ')}.`)
installDependencies()
for (const preparation of preparations) prepare(preparation)
if (plan.module === undefined) runCommands(plan.commands)
else await runModule(plan.module)

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  fail(`Bindery needs Node 20.19 or newer; this is ${process.versions.node}. See https://nodejs.org.`)
}

/**
 * Installs what the lockfile names, less what only tests and checks are made with where the task does without it. What has been
 * installed for them once is kept up to date whatever the task is.
 */
function installDependencies() {
  const stamp = stampOf(['pnpm-lock.yaml', 'package.json'])
  const [runs, all] = dependencyStamps
  const isWhole = plan.needs !== 'what runs' || readStamp(all) !== undefined
  const wanted = isWhole ? all : runs
  if (readStamp(wanted) === stamp) return
  console.error(
    `Setting up (once): installing the locked dependencies${isWhole ? '' : ' that it runs on'} ...`,
  )
  install(isWhole ? [] : ['--prod'])
  // vitest drops what it has compiled when the lockfile changes, and then fails to write into the folder that it has dropped.
  rmSync(join(root, 'node_modules', '.experimental-vitest-cache'), { recursive: true, force: true })
  writeFileSync(join(root, 'node_modules', wanted), stamp)
}

function readStamp(name) {
  const file = join(root, 'node_modules', name)
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

function prepare({ name, says, from, makes, make, only }) {
  if (only !== undefined && !only.includes(task)) return
  const stampFile = join(root, 'node_modules', `.bindery-${name}`)
  const stamp = stampOf(from)
  const isMade =
    existsSync(join(root, makes)) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp
  if (isMade) return
  console.error(`Setting up (once): ${says} ...`)
  make()
  writeFileSync(stampFile, stamp)
}

function install(options) {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const npm = process.env.npm_execpath
  const command = [
    'exec',
    '--yes',
    '--',
    packageManager,
    'install',
    '--frozen-lockfile',
    '--reporter=silent',
    ...options,
  ]
  const isWindows = process.platform === 'win32'
  const spawning = { cwd: root, stdio: ['ignore', 2, 2], shell: npm === undefined && isWindows }
  const result =
    npm === undefined
      ? spawnSync('npm', command, spawning)
      : spawnSync(process.execPath, [npm, ...command], spawning)
  if (result.status !== 0)
    fail('The dependencies could not be installed. Check the connection to the npm registry.')
}

function stampOf(paths) {
  const hash = createHash('sha256').update(process.versions.node)
  for (const path of paths.flatMap(filesIn)) hash.update(path).update(readFileSync(join(root, path)))
  return hash.digest('hex')
}

/** A file by its path, or all files below a folder that were written by people. */
function filesIn(path) {
  if (!statSync(join(root, path)).isDirectory()) return [path]
  return readdirSync(join(root, path), { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules' && name !== 'dist')
    .map(({ name }) => `${path}/${name}`)
    .sort()
    .flatMap(filesIn)
}

function runOrFail(program) {
  const result = spawnSync(process.execPath, [join(root, program)], { cwd: root, stdio: ['ignore', 2, 2] })
  if (result.status !== 0) fail(`${program} failed.`)
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
