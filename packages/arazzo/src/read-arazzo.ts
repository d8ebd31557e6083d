import { isJsonObject, type Issue, type Json, ownProperty } from '@bindery/model'
import type { Sources } from './find-operation.ts'
import { Findings } from './findings.ts'
import { type Located, Node } from './node.ts'
import { mostInnerOfAll, readWorkflow, type ReadWorkflow } from './read-workflow.ts'

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
    checkSources(node.list('sourceDescriptions'), sources, findings)
    const components = node.json('components')
    if (components !== undefined) checkComponents(components, findings)
    const items = readItems(node, findings)
    const byId = new Map(items.map(({ id, item }) => [id, item]))
    const parts = { components, workflows: byId, sources, inner: { left: mostInnerOfAll } }
    return items.map(({ id, item }) => readWorkflow(id, item, parts))
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

/** Most workflows of one document. */
const mostWorkflows = 100

interface WorkflowItem {
  readonly id: string
  readonly item: Located
}

/** The workflows that have an id of their own; the others are named and left out. */
function readItems(node: Node, findings: Findings): readonly WorkflowItem[] {
  const items = node.list('workflows')
  if (items.length === 0) findings.error('arazzo_invalid', node.path, 'The document has no workflows.')
  if (items.length > mostWorkflows)
    findings.error(
      'workflows_too_many',
      node.at('workflows'),
      `The document has ${items.length} workflows; the first ${mostWorkflows} are read. Import the others as a document of their own.`,
    )
  const known = new Set<string>()
  return items.slice(0, mostWorkflows).flatMap((item) => {
    const id = idOf(item)
    if (id !== '' && !known.has(id)) {
      known.add(id)
      return [{ id, item }]
    }
    const why =
      id === '' ? 'It has no "workflowId"' : `"${id.slice(0, 120)}" is the id of a workflow before it`
    findings.error('arazzo_invalid', item.path, `${why}, so it is left out.`)
    return []
  })
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

function checkSources(items: readonly Located[], sources: Sources, findings: Findings): void {
  const known = new Set<string>()
  for (const item of items)
    for (const source of readSource(item, findings)) {
      const { name } = source
      if (known.has(name))
        findings.error(
          'arazzo_invalid',
          item.path,
          `Two descriptions are called "${name.slice(0, 120)}": which of them a step means cannot be told.`,
        )
      known.add(name)
      checkSource(source, item, { sources, findings })
    }
}

function checkSource(
  { name, type }: SourceDescription,
  { path }: Located,
  { sources, findings }: { readonly sources: Sources; readonly findings: Findings },
): void {
  if (type !== undefined && type !== 'openapi')
    findings.warning(
      'source_unsaid',
      [...path, 'type'],
      `"${name}" is a description of type "${type.slice(0, 40)}"; steps call operations of OpenAPI descriptions, and workflows of this document.`,
    )
  else if (!sources.has(name))
    findings.error(
      'source_unknown',
      path,
      `No connected provider stands for "${name}": choose the one that it describes.`,
    )
}

const kept = new Set(['inputs', 'parameters', 'successActions', 'failureActions'])

/** Components say nothing by themselves: what of them is used is read where it is used. */
function checkComponents(item: Located, findings: Findings): void {
  Node.read(item, findings, (node) => node.pass(...kept))
}
