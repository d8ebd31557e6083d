import { type Client, createApiClient, curlOfRequest } from '@bindery/client'
import type { GlobalSettings } from '../command-line/settings.ts'
import { CliError } from '../failures/cli-error.ts'
import type { Terminal } from '../terminal/terminal.ts'
import type { World } from '../world.ts'
import type { Secrets } from './secrets.ts'
import type { Session } from './session.ts'

export interface Line {
  readonly session: Session
  readonly settings: GlobalSettings
  readonly terminal: Terminal
  readonly secrets: Secrets
  readonly signal: AbortSignal
  readonly world: World
}

/** Thrown in place of a request that is only to be shown. */
export class NotSent extends Error {
  override readonly name = 'NotSent'
  readonly shown: {
    readonly method: string
    readonly address: string
    readonly body: unknown
    readonly curl: string
  }

  constructor(shown: NotSent['shown']) {
    super('This request was not sent.')
    this.shown = shown
  }
}

/** What asks the server for names only: it is sent whatever the flags say, and changes nothing. */
export const openLookups = (line: Line): Client => open(line, (request) => send(line, request))

/** What carries out the command: `keeps` says which requests are shown rather than sent. */
export function openApi(line: Line, keeps: 'none' | 'changes' | 'all'): Client {
  return open(line, async (request) => {
    const isChange = request.method !== 'GET'
    if (keeps === 'all' || (keeps === 'changes' && isChange)) throw await notSent(request, line.secrets)
    const { idempotencyKey } = line.settings
    if (isChange && idempotencyKey !== undefined) request.headers.set('idempotency-key', idempotencyKey)
    return send(line, request)
  })
}

function open({ session }: Line, fetch: (request: Request) => Promise<Response>): Client {
  const { server, apiKey } = session
  return createApiClient({ baseUrl: server, fetch, ...(apiKey !== undefined && { apiKey }) })
}

async function notSent(request: Request, secrets: Secrets): Promise<NotSent> {
  // The shell of whoever types this command has the key by that name.
  const curl = secrets
    .redact(await curlOfRequest(request.clone()))
    .replace('$BINDERY_KEY', '$BINDERY_API_KEY')
  const body = secrets.redact(await request.text())
  const isJson = request.headers.get('content-type')?.includes('json') === true
  return new NotSent({
    method: request.method,
    address: secrets.redact(request.url),
    body: body === '' ? null : isJson ? JSON.parse(body) : body,
    curl,
  })
}

async function send(line: Line, request: Request): Promise<Response> {
  const { session, terminal, world, signal } = line
  if (session.apiKey === undefined) throw notSignedIn(session)
  const began = world.now()
  const answer = await world.fetch(request, { signal, redirect: 'manual' }).catch((cause: unknown) => {
    throw signal.aborted ? signal.reason : unreachable(session.server, cause)
  })
  if (terminal.loudness === 'verbose')
    terminal.say(
      `${request.method} ${line.secrets.redact(request.url)} ${answer.status} ${Math.round(world.now() - began)} ms ${answer.headers.get('x-request-id') ?? ''}`,
    )
  if (answer.status >= 300 && answer.status < 400 && answer.status !== 304) throw redirected(answer)
  return answer
}

const notSignedIn = ({ server }: Session): CliError =>
  new CliError({
    code: 'not_signed_in',
    exit: 'authentication',
    message: `No key for ${server}.`,
    fix: 'Set BINDERY_API_KEY, or run "bindery login".',
  })

function unreachable(server: string, cause: unknown): CliError {
  const reason = cause instanceof Error && cause.cause instanceof Error ? cause.cause.message : undefined
  return new CliError(
    {
      code: 'server_unreachable',
      exit: 'unreachable',
      message: `${server} cannot be reached${reason === undefined || reason === '' ? '' : `: ${reason}`}.`,
      fix: 'Start it with "npm start", or say where it is with --server or BINDERY_SERVER.',
      isRetryable: true,
    },
    cause,
  )
}

const redirected = (answer: Response): CliError =>
  new CliError({
    code: 'answer_unreadable',
    exit: 'unreachable',
    message: `${answer.url} sends us elsewhere, where the key does not go: ${answer.headers.get('location') ?? ''}`,
    fix: 'Give that address with --server when it is the server.',
  })
