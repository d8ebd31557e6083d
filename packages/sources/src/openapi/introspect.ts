import { type Introspection, type SourceDocument } from '@bindery/model'
import { IssueLog } from '../json-schema/issue-log.ts'
import { asObjectPlace, rootPlace } from '../json-schema/place.ts'
import { References } from '../json-schema/references.ts'
import { concludeCatalog } from '../passes/conclude-catalog.ts'
import { inferPagination } from '../passes/infer-pagination.ts'
import { inferRelationships } from '../passes/infer-relationships.ts'
import { inferSubjects } from '../passes/infer-subjects.ts'
import { adviseHead } from './advise-head.ts'
import { detectVersion } from './detect-version.ts'
import { DocumentSet, isDescription } from './document-set.ts'
import { claimEffect } from './effect-claim.ts'
import { liftDescription } from './lift-description.ts'
import { describeData } from './looks-like.ts'
import type { Description } from './normal-form.ts'
import { unreadable } from './parse-document.ts'
import { isDiscovery } from './raise-discovery.ts'
import { readDiscovery } from './read-discovery.ts'
import { readOpenApi3 } from './read-openapi3.ts'
import { readSwagger2 } from './read-swagger2.ts'
import { reportUnread } from './report-unread.ts'

/** What else is concluded from names, in order. */
const passes = [inferPagination, inferRelationships, inferSubjects]

/**
 * Reads OpenAPI documents, one or a set of files that refer to each other, or a Google Discovery document into a catalog. Total: gives a catalog and
 * every issue, or throws PlatformError `document_unreadable` or `document_too_large`. Opens no file and no connection.
 */
export async function introspectDocuments(
  documents: readonly SourceDocument[],
  signal: AbortSignal,
): Promise<Introspection> {
  signal.throwIfAborted()
  const log = new IssueLog()
  const files = new DocumentSet(documents, log)
  const root = asObjectPlace(rootPlace(files.root))
  if (root === undefined || !isDescription(root.node)) {
    throw unreadable(documents[0]?.name ?? 'document', describeData(files.root.root()))
  }
  const references = new References(files)
  const description = await describe({ root, references, log })
  reportUnread(description, log)
  const raw = liftDescription(description, { references, log, signal })
  signal.throwIfAborted()
  const catalog = concludeCatalog(raw, { claimEffect, passes, log })
  return { catalog, issues: log.issues() }
}

async function describe(found: {
  readonly root: Description['root']
  readonly references: References
  readonly log: IssueLog
}): Promise<Description> {
  const { root, references, log } = found
  if (isDiscovery(root.node)) return readDiscovery(root, { log })
  const version = detectVersion(root, log)
  await adviseHead(root, log)
  return version === '2.0'
    ? readSwagger2(root, { references, log })
    : readOpenApi3(root, version, { references, log })
}
