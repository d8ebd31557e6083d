import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fail, root } from './project.ts'

/**
 * The first example of every package's README is type-checked, and run when it stands on its own. An example that talks
 * about values of its reader gets them declared here.
 */
const readersValues: Readonly<Record<string, string>> = {
  arazzo: `
import type { AuthoredWorkflow } from '@bindery/arazzo'
import type { Issue, Json } from '@bindery/model'
declare const document: Json
declare function providerOf(name: string): KnownSource
declare function draft(binding: AuthoredWorkflow | undefined, issues: readonly Issue[]): void`,
  client: 'declare const apiKey: string',
  compiler: `
import type { Binding, Issue, Lowering, SchemaCatalog, Scoping } from '@bindery/model'
declare const binding: Binding
declare const catalog: SchemaCatalog
declare const catalogHash: string
declare const adapter: Lowering
declare const scoping: Scoping
declare function report(path: Issue['path'], message: string, fixes: Issue['fixes']): void`,
  connection: '',
  expression: `
import type { SchemaCatalog } from '@bindery/model'
declare const catalog: SchemaCatalog`,
  mapper: `
import type { MappingTools } from '@bindery/mapper'
import type { SchemaCatalog } from '@bindery/model'
declare const catalog: SchemaCatalog
declare const compileDraft: MappingTools['compile']
declare function show(...parts: readonly unknown[]): void`,
  runtime: `
import { randomUUID } from 'node:crypto'
import type { Executor, SkillCall } from '@bindery/model'
import type { RunnableSkill } from '@bindery/runtime'
declare const adapter: Executor
declare const openConnectionOf: RunPorts['connect']
declare const openPreviewOf: RunPorts['preview']
declare const runnable: RunnableSkill
declare const call: SkillCall`,
}

/** The example alone: the types of its package are a gate of their own. */
const project = {
  extends: '../tsconfig.json',
  compilerOptions: { noUnusedLocals: false },
  files: ['example.gen.ts'],
  include: [],
}

const problems: string[] = []
for (const name of readdirSync(join(root, 'packages'))) {
  const folder = join(root, 'packages', name)
  if (existsSync(join(folder, 'package.json'))) checkExample(name, folder)
}
checkExample('fixtures', join(root, 'fixtures'))
fail(problems)

function checkExample(name: string, folder: string): void {
  const readme = join(folder, 'README.md')
  const example = existsSync(readme)
    ? /```ts\n([\s\S]*?)```/.exec(readFileSync(readme, 'utf8'))?.[1]
    : undefined
  if (example === undefined) {
    problems.push(`${name}: the README is missing or has no example.`)
    return
  }
  const prelude = readersValues[name]
  // Inside the package, whose name it imports, and outside the sources that other gates read meanwhile.
  const place = join(folder, 'dist')
  const file = join(place, 'example.gen.ts')
  mkdirSync(place, { recursive: true })
  writeFileSync(file, `${example}\n${prelude ?? ''}\nexport {}\n`)
  writeFileSync(join(place, 'tsconfig.json'), JSON.stringify(project))
  try {
    run(name, join(root, 'node_modules/.bin/tsc'), ['-p', place])
    if (prelude === undefined) run(name, process.execPath, ['--import', 'tsx', file])
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

function run(name: string, program: string, parameters: readonly string[]): void {
  const result = spawnSync(program, [...parameters], { cwd: root, encoding: 'utf8', timeout: 60_000 })
  if (result.status !== 0)
    problems.push(`${name}: the README's example fails.\n${result.stdout}${result.stderr}`)
}
