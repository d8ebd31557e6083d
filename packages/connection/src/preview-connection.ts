import type {
  Connection,
  HttpBody,
  HttpResponse,
  Json,
  RequestPreview,
  Secret,
  SqlStatement,
} from '@bindery/model'
import { objectFrom, parseJson } from '@bindery/model'
import type { ConnectionTarget } from './connection-target.ts'
import type { PreparedRequest } from './http/prepare-request.ts'
import { prepareRequest } from './http/prepare-request.ts'
import { checkBaseUrl, documentsOf, noHttp, zoneOf } from './open-connection.ts'
import { redactor } from './redactor.ts'

/** A connection that sends nothing and keeps what it would have sent, credentials shown as `[secret]`. */
export interface PreviewConnection extends Connection {
  readonly taken: () => readonly RequestPreview[]
}

/**
 * Opens a door that leads nowhere: every request goes through the checks and the credential of `openConnection`, is
 * written down, and is answered with an empty 204. Refuses what the real door would refuse without a lookup.
 */
export function openPreviewConnection(target: ConnectionTarget): PreviewConnection {
  const base = target.dialect === undefined ? checkBaseUrl(target) : undefined
  const redact = redactor(target.credential.secrets)
  const taken: RequestPreview[] = []
  return {
    environment: target.environment,
    fetch: async (request) => {
      if (base === undefined) throw noHttp()
      const prepared = prepareRequest(request, { base, credential: target.credential }, hide)
      taken.push({ kind: 'http', request: redact.json(toPreview(base.origin, prepared)) })
      return emptyAnswer
    },
    database: async (statement) => {
      taken.push({ kind: 'sql', request: redact.json(toSqlPreview(statement)) })
      // As if it had worked: only what would be sent is asked for, and not what would come of it.
      return { columns: [], rows: [], affected: 1 }
    },
    documents: (signal) => (base === undefined ? Promise.resolve([]) : documentsOf(target, signal)),
    ...zoneOf(target),
    taken: () => [...taken],
  }
}

const emptyAnswer: HttpResponse = { status: 204, headers: new Map(), body: new Uint8Array() }

const hide = (secret: Secret): string => secret.toString()

function toPreview(origin: string, prepared: PreparedRequest): Json {
  const { method, target, headers, body } = prepared
  return {
    method,
    // The word that stands for a key in the query was percent-encoded like any value.
    url: `${origin}${target.replaceAll('%5Bsecret%5D', '[secret]')}`,
    headers: objectFrom(headers.map(([name, value]) => [name.toLowerCase(), value] as const)),
    ...(body === undefined ? {} : { body: toBodyPreview(body) }),
  }
}

function toSqlPreview({ text, values }: SqlStatement): Json {
  return { text, values }
}

const longestText = 65_536

function toBodyPreview({ bytes, contentType }: HttpBody): Json {
  if (bytes.byteLength > longestText) return `${bytes.byteLength} bytes of ${contentType}`
  const text = Buffer.from(bytes).toString('utf8')
  if (!/[/+]json\b/i.test(contentType)) return text.replaceAll('%5Bsecret%5D', '[secret]')
  try {
    return parseJson(text)
  } catch {
    return text
  }
}
