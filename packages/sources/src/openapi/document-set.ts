import { isJsonObject, type Json, PlatformError, type SourceDocument } from '@bindery/model'
import type { IssueLog } from '../json-schema/issue-log.ts'
import type { SchemaFile } from '../json-schema/place.ts'
import type { SchemaFiles } from '../json-schema/references.ts'
import { describeData } from './looks-like.ts'
import { isDiscovery, raiseDiscovery } from './raise-discovery.ts'
import { parseDocument, unreadable } from './parse-document.ts'

/**
 * The documents of one description. References between them are resolved by name among themselves; a name that leaves
 * the set, an absolute path and a URL find nothing. Files are parsed when a reference first leads to them.
 */
export class DocumentSet implements SchemaFiles {
  readonly root: SchemaFile
  readonly #log: IssueLog
  readonly #files = new Map<string, SchemaFile>()
  readonly #paths = new Map<SchemaFile, string>()

  /** Throws PlatformError `document_unreadable` when none of the documents is an OpenAPI description. */
  constructor(documents: readonly SourceDocument[], log: IssueLog) {
    this.#log = log
    const chosen = chooseRoot(documents, log)
    const root = isDiscovery(chosen.root) ? raiseDiscovery(chosen.root) : chosen.root
    this.root = { name: '', root: () => root }
    this.#add(chosen.document.name, this.root)
    for (const document of documents) {
      if (document === chosen.document) continue
      let parsed: Json | undefined
      this.#add(document.name, {
        name: normalPath(document.name) ?? document.name,
        root: () => (parsed ??= parseDocument(document, log)),
      })
    }
  }

  find(from: SchemaFile, reference: string): SchemaFile | undefined {
    if (/^[a-z][a-z0-9+.-]*:/i.test(reference) || reference.startsWith('/') || reference.includes('\\'))
      return undefined
    const base = this.#paths.get(from) ?? ''
    const path = normalPath(`${base.slice(0, base.lastIndexOf('/') + 1)}${decodePath(reference)}`)
    const file = path === undefined ? undefined : this.#files.get(path)
    return file !== undefined && this.#isReadable(file) ? file : undefined
  }

  #add(name: string, file: SchemaFile): void {
    const path = normalPath(name) ?? name
    this.#files.set(path, file)
    this.#paths.set(file, path)
  }

  #isReadable(file: SchemaFile): boolean {
    try {
      file.root()
      return true
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error
      this.#log.report({
        code: 'document_unreadable',
        severity: 'warning',
        message: error.message,
        pointer: `${file.name}#`,
      })
      return false
    }
  }
}

interface Chosen {
  readonly document: SourceDocument
  readonly root: Json
}

/** The first document, shallowest folders first, that says `openapi`, `swagger` or `discovery#restDescription` at its top. */
function chooseRoot(documents: readonly SourceDocument[], log: IssueLog): Chosen {
  const [only] = documents
  if (only === undefined)
    throw new PlatformError('document_unreadable', 'There is no document.', { reason: 'not_openapi' })
  const candidates = documents.length === 1 ? documents : [...documents].filter(mentionsVersion).sort(byDepth)
  const problems: PlatformError[] = []
  for (const document of candidates) {
    const root = tryParse(document, problems, log)
    if (root !== undefined && isDescription(root)) return { document, root }
    if (root !== undefined) problems.push(unreadable(document.name, describeData(root)))
  }
  const [first] = problems
  throw first ?? unreadable(only.name, describeData(parseDocument(only, log)))
}

function tryParse(document: SourceDocument, problems: PlatformError[], log: IssueLog): Json | undefined {
  try {
    return parseDocument(document, log)
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error
    problems.push(error)
    return undefined
  }
}

export function isDescription(root: Json): boolean {
  return (
    isJsonObject(root) &&
    (root['openapi'] !== undefined || root['swagger'] !== undefined || isDiscovery(root))
  )
}

function mentionsVersion(document: SourceDocument): boolean {
  const head = new TextDecoder('latin1').decode(document.bytes.subarray(0, 200_000))
  return /(?:^|[\s{,])["']?(?:openapi|swagger|discoveryVersion)["']?\s*:/.test(head)
}

function byDepth(a: SourceDocument, b: SourceDocument): number {
  return a.name.split('/').length - b.name.split('/').length
}

/** Removes `.` and `..`; undefined for a path that leaves its root. */
function normalPath(path: string): string | undefined {
  const kept: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') kept.push(part)
    else if (kept.pop() === undefined) return undefined
  }
  return kept.join('/')
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
