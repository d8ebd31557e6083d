import { readFileSync } from 'node:fs'
import { compile } from '../../packages/compiler/src/index.ts'
import { Binding, fingerprintCatalog, openScoping, skillHash } from '../../packages/model/src/index.ts'
import { introspectDocuments, loadAdapter } from '../../packages/sources/src/index.ts'
import { type Figure, gitHubDocument, medianOf, print } from './measure.ts'
import type { BenchOptions } from './options.ts'

const repetitions = 200

/** Compiling a binding against GitHub's whole catalog, against parsing the binding's own JSON (floor). */
export async function benchCompile(options: BenchOptions): Promise<void> {
  const bytes = readFileSync(gitHubDocument())
  const { catalog } = await introspectDocuments([{ name: 'document', bytes }], new AbortController().signal)
  const catalogHash = fingerprintCatalog(catalog)
  const lowering = await loadAdapter('openapi')
  const text = JSON.stringify(listIssues)
  const input = {
    catalog,
    catalogHash,
    lowering,
    integration: 'github',
    scoping: openScoping,
  }
  const perCall = async (work: () => void): Promise<number> =>
    (await medianOf(options.runs, () => {
      for (let n = 0; n < repetitions; n++) work()
    })) / repetitions
  const floor = await perCall(() => void Binding.parse(JSON.parse(text)))
  const compiled = await perCall(() => {
    const result = compile({ ...input, binding: Binding.parse(JSON.parse(text)) })
    if (!result.ok) throw new Error(JSON.stringify(result.failure))
    skillHash(result.value.skill)
  })
  const figures: readonly Figure[] = [
    { what: 'parse the binding', medianMs: floor },
    { what: 'parse, compile, hash', medianMs: compiled, ratio: compiled / floor },
  ]
  print('Compiling "issues/list-for-repo" on GitHub’s catalog', figures, options.json ? 'json' : 'table')
}

const listIssues = {
  operation: 'issues/list-for-repo',
  toolName: 'List issues',
  inputs: [
    { param: 'repo_owner', argument: 'owner' },
    { param: 'repo_name', argument: 'repo' },
    { param: 'status', argument: 'state' },
  ],
  projection: [
    {
      path: '$',
      leaf: 'issues',
      max: 10,
      fields: [
        { path: 'number', leaf: 'number' },
        { path: 'title', leaf: 'title', transform: '$uppercase($)' },
        { path: 'user.login', leaf: 'author' },
      ],
    },
  ],
}
