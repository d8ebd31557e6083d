import type Parser from '@apidevtools/swagger-parser'
import { isJsonObject, type JsonObject } from '@bindery/model'
import type { IssueLog } from '../json-schema/issue-log.ts'
import type { ObjectPlace } from '../json-schema/place.ts'

type ParserInput = Parameters<typeof Parser.parse>[0]

/**
 * Asks swagger-parser about the head of a document that looks odd to us: version, title, API version, presence of paths.
 * It gets a small copy of the head as an object, only its `parse` is called, and nothing external is resolved: its
 * `validate`, `bundle` and `dereference` take exponential time on small documents. Its answer is advice.
 */
export async function adviseHead(root: ObjectPlace, log: IssueLog): Promise<void> {
  const head = headOf(root.node)
  if (!isOdd(head) || !isParserInput(head)) return
  const { default: SwaggerParser } = await import('@apidevtools/swagger-parser')
  try {
    await SwaggerParser.parse(head, { resolve: { external: false } })
  } catch {
    log.report({
      code: 'document_head_odd',
      severity: 'info',
      message:
        'Other tools refuse the head of this document: its version, its info or its paths are not as they should be.',
      pointer: root.pointer,
    })
  }
}

function headOf(node: JsonObject): JsonObject {
  const info = node['info']
  const version = isJsonObject(info) ? info['version'] : undefined
  return {
    ...(node['swagger'] === undefined ? {} : { swagger: scalarOf(node['swagger']) }),
    ...(node['openapi'] === undefined ? {} : { openapi: scalarOf(node['openapi']) }),
    info: { title: 'head', version: scalarOf(version) },
    ...(node['paths'] === undefined ? {} : { paths: {} }),
    ...(node['webhooks'] === undefined ? {} : { webhooks: {} }),
  }
}

function isOdd(head: JsonObject): boolean {
  const version = head['openapi'] ?? head['swagger']
  const info = head['info']
  const isKnown = typeof version === 'string' && /^(?:2\.0|3\.0\.[0-4]|3\.1\.[0-2]|3\.2\.\d+)$/.test(version)
  const hasVersion = isJsonObject(info) && typeof info['version'] === 'string'
  return !isKnown || !hasVersion || (head['paths'] === undefined && head['webhooks'] === undefined)
}

function scalarOf(value: JsonObject[string] | undefined): string | number {
  return typeof value === 'string' || typeof value === 'number' ? value : ''
}

/** The parser checks everything that its type promises; what it does not accept is the advice. */
function isParserInput(head: unknown): head is ParserInput {
  return typeof head === 'object'
}
