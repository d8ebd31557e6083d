import { type Json, PlatformError } from '@bindery/model'
import type { IssueLog } from '../json-schema/issue-log.ts'
import type { ObjectPlace } from '../json-schema/place.ts'
import { describeData } from './looks-like.ts'
import type { OpenApiVersion } from './normal-form.ts'

/** The version that a document says it has. A newer 3.x is read as 3.1, with an issue. Throws `document_unreadable`. */
export function detectVersion(root: ObjectPlace, log: IssueLog): OpenApiVersion {
  const { openapi, swagger } = { openapi: root.node['openapi'], swagger: root.node['swagger'] }
  if (openapi === undefined && versionText(swagger).startsWith('2')) return '2.0'
  const text = versionText(openapi ?? swagger)
  const known = (['3.0', '3.1', '3.2'] as const).find(
    (version) => text === version || text.startsWith(`${version}.`),
  )
  if (known === '3.2') reportVersion(root, log, 'OpenAPI 3.2 is read as 3.1; what is new in it is reported.')
  if (known !== undefined) return known
  if (/^3(?:\.|$)/.test(text)) {
    reportVersion(root, log, `OpenAPI ${text.slice(0, 20)} is not known; it is read as 3.1.`)
    return '3.1'
  }
  const what =
    text === '' ? describeData(root.node) : `version ${text.slice(0, 20).toWellFormed()} of OpenAPI`
  throw new PlatformError('document_unreadable', `Only OpenAPI 2.0 to 3.2 can be read; this is ${what}.`, {
    reason: 'version_unsupported',
  })
}

/** YAML turns an unquoted version into a number: 3.1, 2. */
function versionText(value: Json | undefined): string {
  if (typeof value === 'number') return Number.isInteger(value) ? `${value}.0` : String(value)
  return typeof value === 'string' ? value.trim() : ''
}

function reportVersion(root: ObjectPlace, log: IssueLog, message: string): void {
  log.report({ code: 'version_approximated', severity: 'info', message, pointer: `${root.pointer}/openapi` })
}
