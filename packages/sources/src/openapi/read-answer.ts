import type { HttpResponse, Json } from '@bindery/model'
import { checkStatus, decodeText, isJson, readJson } from '../http-json/read-response.ts'
import type { Plan } from './plan.ts'

/**
 * The data of a successful answer: JSON without rounding, text, or base64 of bytes; null for an empty body. Throws
 * PlatformError `upstream_error` for 3xx, 4xx and 5xx, `upstream_invalid_response` for an answer that cannot be read.
 */
export function readAnswer(response: HttpResponse, { answer, path }: Pick<Plan, 'answer' | 'path'>): Json {
  checkStatus(
    response,
    path.flatMap((part) => (typeof part === 'string' ? [] : [part.slot])),
  )
  if (response.body.length === 0 || response.status === 204) return null
  switch (answer) {
    case 'none':
      return isJson(response) ? readJson(response) : null
    case 'json':
      return readJson(response)
    case 'text':
      return decodeText(response)
    case 'plain':
      return isJson(response) ? readJson(response) : decodeText(response)
    case 'binary':
      return Buffer.from(response.body).toString('base64')
  }
}
