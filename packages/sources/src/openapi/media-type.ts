import { isTextMedia } from '../json-schema/read-content.ts'
import type { Carried } from './carried-type.ts'

/** How the content of a media type is written and read. */
export type MediaKind = 'json' | 'form' | 'multipart' | 'text' | 'binary'

/**
 * The kind of a media type for what it must carry: JSON, forms and files say it themselves, a wildcard is what the value
 * needs, and a label that says nothing of structure holds JSON where there is some. Undefined for what cannot be written.
 */
export function kindOfMedia(type: string, carried: Carried['kind']): MediaKind | undefined {
  if (type === 'application/x-www-form-urlencoded') return 'form'
  if (type === 'multipart/form-data') return 'multipart'
  if (type.startsWith('multipart/') || isXmlType(type) || type === '') return undefined
  if (isJsonType(type)) return 'json'
  if (isOpenType(type)) return carried === 'bytes' ? 'binary' : carried === 'text' ? 'text' : 'json'
  if (isFileType(type)) return 'binary'
  if (!type.startsWith('text/') && holdsJson(type, carried)) return 'json'
  return isTextMedia(type) ? 'text' : 'binary'
}

/** Whether what has structure is JSON under a label that does not say so: plain text, a page, a type of the provider's own. */
export function holdsJson(type: string, carried: Carried['kind'] | undefined): boolean {
  if (carried !== 'fields' && carried !== 'list') return false
  return type === 'text/plain' || type === 'text/html' || !(isTextMedia(type) || isFileType(type))
}

/** Whether a kind can hold a value: JSON holds no files, forms hold fields, a text is one value. */
export function canCarry(kind: MediaKind, carried: Carried['kind'], hasFiles: boolean): boolean {
  switch (kind) {
    case 'json':
      return carried !== 'bytes' && !hasFiles
    case 'form':
      return (carried === 'fields' || carried === 'value') && !hasFiles
    case 'multipart':
      return carried === 'fields' || carried === 'value'
    case 'text':
      return carried === 'text' || carried === 'value'
    case 'binary':
      return true
  }
}

/** The media type that goes out: a wildcard is none. */
export function sentMediaType(type: string, kind: MediaKind): string {
  if (!type.includes('*')) return type
  if (kind === 'json') return 'application/json'
  return kind === 'text' ? 'text/plain' : 'application/octet-stream'
}

/** `application/json`, anything `+json`, and the older names of it. */
export function isJsonType(type: string): boolean {
  return type.endsWith('/json') || type.endsWith('+json')
}

export const isXmlType = (type: string): boolean =>
  type === 'text/xml' || type === 'application/xml' || type.endsWith('+xml')

const isOpenType = (type: string): boolean => type === '*/*' || type === 'application/*'

/** Types that hold bytes whatever a schema beside them says. */
const isFileType = (type: string): boolean =>
  /^(?:image|audio|video|font|model)\//.test(type) ||
  /^application\/(?:octet-stream|pdf|zip|gzip|x-gzip|x-tar)$/.test(type)
