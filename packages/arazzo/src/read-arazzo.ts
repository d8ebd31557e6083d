import { isJsonObject, type Issue, type Json, ownProperty } from '@bindery/model'
import type { Sources } from './find-operation.ts'
import { Findings } from './findings.ts'
import { type Located, Node } from './node.ts'
import { readWorkflow, type ReadWorkflow } from './read-workflow.ts'

/** A description that workflows call operations of. */
export interface SourceDescription {
  readonly name: string
  readonly url: string
  /** `openapi`, `arazzo`, `asyncapi`; undefined where the document leaves it open. */
  readonly type: string | undefined
}

export interface ReadArazzo {
  /** In the order of the document. */
  readonly workflows: readonly ReadWorkflow[]
  /** What is of no workflow alone. Paths lead into the document. */
  readonly issues: readonly Issue[]
}

/** The descriptions that a document names; those that are malformed are left to `readArazzo`. */
export function listSources(document: Json): readonly SourceDescription[] {
  const ignored = new Findings()
  const listed = Node.read({ value: document, path: [] }, ignored, (node) =>
    node.list('sourceDescriptions').flatMap((item) => readSource(item, ignored)),
  )
  return listed ?? []
}

/**
 * Reads an Arazzo description, 1.0 or 1.1 (https://spec.openapis.org/arazzo/), into one binding for each workflow, which may
 * not compile yet. Every member is either said by the binding or in an issue; `sources` are the connected providers by the names
 * that the document has for them.
 */
export function readArazzo(document: Json, sources: Sources): ReadArazzo {
  const findings = new Findings()
  const workflows = Node.read({ value: document, path: [] }, findings, (node) => {
    readVersion(node, findings)
    node.pass('info', '$self')
    for (const item of node.list('sourceDescriptions')) checkSource(item, sources, findings)
    const components = node.json('components')
    if (components !== undefined) checkComponents(components, findings)
    const items = node.list('workflows')
    if (items.length === 0) findings.error('arazzo_invalid', node.path, 'The document has no workflows.')
    const byId = new Map(items.map((item) => [idOf(item), item]))
    if (byId.size < items.length)
      findings.error(
        'arazzo_invalid',
        node.at('workflows'),
        'Two workflows have the same "workflowId", or none.',
      )
    return [...byId].map(([id, item]) => readWorkflow(id, item, { components, workflows: byId, sources }))
  })
  return { workflows: workflows ?? [], issues: findings.toList() }
}

function readVersion(node: Node, findings: Findings): void {
  const version = node.required('arazzo')
  if (version === undefined || /^1\.[01](?:\.|$)/.test(version)) return
  findings.warning(
    'version_unknown',
    node.at('arazzo'),
    `Arazzo 1.0 and 1.1 are read; this says "${version.slice(0, 40)}".`,
  )
}

function idOf({ value }: Located): string {
  const id = isJsonObject(value) ? ownProperty(value, 'workflowId') : undefined
  return typeof id === 'string' ? id : ''
}

function readSource(item: Located, findings: Findings): readonly SourceDescription[] {
  const read = Node.read(item, findings, (node) => {
    const name = node.required('name')
    const url = node.required('url')
    const type = node.text('type')
    return name === undefined || url === undefined ? [] : [{ name, url, type }]
  })
  return read ?? []
}

function checkSource(item: Located, sources: Sources, findings: Findings): void {
  for (const { name, type } of readSource(item, findings)) {
    if (type !== undefined && type !== 'openapi')
      findings.warning(
        'source_unsaid',
        [...item.path, 'type'],
        `"${name}" is a description of type "${type.slice(0, 40)}"; steps call operations of OpenAPI descriptions, and workflows of this document.`,
      )
    else if (!sources.has(name))
      findings.error(
        'source_unknown',
        item.path,
        `No connected provider stands for "${name}": say which with "sources": {"${name}": "<slug>"}.`,
      )
  }
}

const kept = new Set(['inputs', 'parameters', 'successActions', 'failureActions'])

/** Components say nothing by themselves: what of them is used is read where it is used. */
function checkComponents(item: Located, findings: Findings): void {
  Node.read(item, findings, (node) => node.pass(...kept))
}
