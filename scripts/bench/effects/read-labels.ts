import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Operation, SchemaCatalog } from '../../../packages/model/src/index.ts'
import { type Label, parseLabelLines } from './label.ts'
import { effectsFolder, introspectProvider, readProviders } from './provider-documents.ts'

export interface LabelledOperation {
  readonly operation: Operation
  readonly label: Label
}

export interface LabelledProvider {
  readonly provider: string
  readonly source: string
  /** Its labels and document were not looked at by whoever wrote the rules. */
  readonly isHeldOut: boolean
  readonly operations: readonly LabelledOperation[]
}

export interface ReadLabels {
  readonly providers: readonly LabelledProvider[]
  /** One sentence per label that cannot be read, that nothing answers to, or that stands twice. */
  readonly problems: readonly string[]
}

/** Every label with the operation that it is about, as discovery without a network gives it. */
export async function readLabels(): Promise<ReadLabels> {
  const providers: LabelledProvider[] = []
  const problems: string[] = []
  for (const [provider, document] of readProviders()) {
    const { path, isHeldOut } = fileOf(provider)
    const read = parseLabelLines(readFileSync(path, 'utf8'))
    const joined = joinLabels(await introspectProvider(document), read.labels)
    problems.push(...[...read.problems, ...joined.problems].map((problem) => `${provider}: ${problem}`))
    providers.push({ provider, source: document.source, isHeldOut, operations: joined.operations })
  }
  return { providers, problems }
}

function fileOf(provider: string): { readonly path: string; readonly isHeldOut: boolean } {
  const heldOut = join(effectsFolder, 'held-out', `${provider}.jsonl`)
  if (existsSync(heldOut)) return { path: heldOut, isHeldOut: true }
  return { path: join(effectsFolder, `${provider}.jsonl`), isHeldOut: false }
}

/** Labels are keyed by provenance; the name is held against it, so that a moved line is seen. */
export function joinLabels(
  catalog: SchemaCatalog,
  labels: readonly Label[],
): { readonly operations: readonly LabelledOperation[]; readonly problems: readonly string[] } {
  const byPlace = new Map(catalog.operations.map((operation) => [operation.provenance, operation]))
  const operations: LabelledOperation[] = []
  const problems: string[] = []
  const seen = new Set<string>()
  for (const label of labels) {
    const operation = byPlace.get(label.at)
    if (operation === undefined) problems.push(`there is no operation at ${label.at} ("${label.name}").`)
    else if (operation.name !== label.name)
      problems.push(`the operation at ${label.at} is "${operation.name}", not "${label.name}".`)
    else if (seen.has(label.name)) problems.push(`"${label.name}" is labelled twice.`)
    else operations.push({ operation, label })
    seen.add(label.name)
  }
  return { operations, problems }
}
