import {
  jsonDepth,
  type Introspection,
  type Issue,
  isWrite,
  type ObjectType,
  type Operation,
  PlatformError,
  type SchemaCatalog,
  type SourceDocument,
} from '@bindery/model'
import { IssueLog } from '../json-schema/issue-log.ts'
import { UniqueNames } from '../json-schema/unique-names.ts'
import { concludeCatalog } from '../passes/conclude-catalog.ts'
import { ActionDocument, DocumentAction } from './action.ts'
import { claimEffect } from './effect-claim.ts'
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
  const log = new IssueLog()
  const catalog = concludeCatalog(raw, { claimEffect, passes: [waivable], log })
  return { catalog, issues: [...issues, ...log.issues()] }
}

/** Who describes an action may say that its writes need no confirmation. */
function waivable(catalog: SchemaCatalog): SchemaCatalog {
  const operations = catalog.operations.map((operation) =>
    isWrite(operation.effect) ? { ...operation, isConfirmationWaivable: true as const } : operation,
  )
  return { ...catalog, operations }
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
