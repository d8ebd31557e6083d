import {
  type Introspection,
  type Issue,
  type ObjectType,
  type Operation,
  PlatformError,
  type SchemaCatalog,
  type SourceDocument,
} from '@bindery/model'
import { jsonDepth } from '../http-json/json-depth.ts'
import { UniqueNames } from '../json-schema/unique-names.ts'
import { finishCatalog } from '../passes/finish-catalog.ts'
import { inferSensitivity } from '../passes/infer-sensitivity.ts'
import { ActionDocument, DocumentAction } from './action.ts'
import { liftAction } from './lift-action.ts'

const maxDepth = 100

/**
 * Lifts described actions into a catalog, one operation each. An action that cannot be read is an issue, one that cannot
 * be called is quarantined. Throws PlatformError `document_unreadable` for anything that is no such document.
 */
export async function introspectActions(
  documents: readonly SourceDocument[],
  signal: AbortSignal,
): Promise<Introspection> {
  signal.throwIfAborted()
  const { title, actions } = readDocument(documents)
  const objects: ObjectType[] = []
  const sink = { objects, names: new UniqueNames() }
  const operations: Operation[] = []
  const issues: Issue[] = []
  for (const [slug, stored] of Object.entries(actions).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const action = DocumentAction.safeParse(stored)
    if (action.success) operations.push(liftAction(slug, action.data, sink))
    else issues.push(unreadableAction(slug, action.error.issues[0]?.message ?? ''))
  }
  const raw: SchemaCatalog = {
    formatVersion: 1,
    source: 'custom-http',
    title,
    servers: [],
    security: [],
    objects,
    relationships: [],
    operations,
  }
  return { catalog: finishCatalog(inferSensitivity(raw)), issues }
}

function readDocument([document]: readonly SourceDocument[]): ActionDocument {
  if (document === undefined) throw unreadable('There are no actions.')
  if (jsonDepth(document.bytes, maxDepth) > maxDepth) throw unreadable('The actions are nested too deep.')
  try {
    return ActionDocument.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(document.bytes)))
  } catch (cause) {
    throw unreadable('The description holds no actions.', cause)
  }
}

const unreadable = (message: string, cause?: unknown): PlatformError =>
  new PlatformError('document_unreadable', message, { cause })

const unreadableAction = (slug: string, why: string): Issue => ({
  code: 'action_unreadable',
  severity: 'error',
  path: ['actions', slug],
  pointer: `#/actions/${slug}`,
  message: `The action "${slug.slice(0, 120)}" cannot be read: ${why}`,
})
