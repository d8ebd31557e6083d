import type { HttpResponse, Json } from '@bindery/model'
import { checkStatus, decodeText, isJson, readJson } from '../http-json/read-response.ts'
import type { Plan } from './plan.ts'

/**
 * The data of a successful answer: JSON without rounding, text, or base64 of bytes; null for an empty body. Throws
 * PlatformError `upstream_error` for 3xx, 4xx and 5xx, `upstream_invalid_response` for an answer that cannot be read.
 */
export function readAnswer(response: HttpResponse, answer: Plan['answer']): Json {
  checkStatus(response)
  if (response.body.length === 0 || response.status === 204) return null
  switch (answer) {
    case 'none':
      return isJson(response) ? readJson(response) : null
    case 'json':
      return readJson(response)
    case 'text':
      return decodeText(response)
    case 'binary':
      return Buffer.from(response.body).toString('base64')
  }
}
