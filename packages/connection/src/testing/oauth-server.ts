import type { IncomingMessage } from 'node:http'
import { OAuth2Server } from 'oauth2-mock-server'

/** What a token endpoint is asked and answers; a test may change the answer before it leaves. */
export interface TokenTurn {
  readonly form: URLSearchParams
  readonly headers: IncomingMessage['headers']
  answer: { statusCode: number; body: Record<string, unknown> }
}

/** A real authorization server on loopback. */
export interface TestOAuthServer {
  readonly origin: string
  /** Everything that the token endpoint was asked, oldest first. */
  readonly turns: readonly TokenTurn[]
  /** Called with every request before its answer leaves. */
  onToken: (turn: TokenTurn) => void
  /** Called with the address that a browser is sent back to. */
  onRedirect: (url: URL) => void
  /** What the userinfo endpoint knows. */
  userInfo: Record<string, unknown>
  /** Every access and refresh token that it gave. */
  readonly given: readonly string[]
  /** Forgets what it was asked and does nothing out of the ordinary any more. */
  reset(): void
  close(): Promise<void>
}

/** Signs id tokens with RS256, checks PKCE, and gives a new refresh token with every answer. */
export async function startOAuthServer(): Promise<TestOAuthServer> {
  const server = new OAuth2Server()
  await server.issuer.keys.generate('RS256')
  await server.start(0, '127.0.0.1')
  const origin = `http://127.0.0.1:${server.address().port}`
  server.issuer.url = origin
  const turns: TokenTurn[] = []
  const given: string[] = []
  let count = 0
  const running: TestOAuthServer = {
    origin,
    turns,
    given,
    onToken: () => undefined,
    onRedirect: () => undefined,
    userInfo: { sub: 'johndoe' },
    reset: () => {
      turns.length = 0
      given.length = 0
      running.onToken = () => undefined
      running.onRedirect = () => undefined
      running.userInfo = { sub: 'johndoe' }
    },
    close: () => server.stop(),
  }
  server.service.on('beforeResponse', (response: TokenTurn['answer'], request: IncomingMessage) => {
    const turn = { form: formOf(request), headers: request.headers, answer: response }
    turns.push(turn)
    // Two requests within a second would get the same token otherwise.
    count += 1
    turn.answer.body['access_token'] = `${String(turn.answer.body['access_token'])}.${count}`
    running.onToken(turn)
    for (const name of ['access_token', 'refresh_token']) {
      const value = turn.answer.body[name]
      if (typeof value === 'string') given.push(value)
    }
  })
  server.service.on('beforeAuthorizeRedirect', ({ url }: { readonly url: URL }) => running.onRedirect(url))
  server.service.on('beforeUserinfo', (response: { body: Record<string, unknown> }) => {
    response.body = running.userInfo
  })
  return running
}

function formOf(request: IncomingMessage): URLSearchParams {
  const body: unknown = 'body' in request ? request.body : undefined
  const members = typeof body === 'object' && body !== null ? Object.entries(body) : []
  return new URLSearchParams(Object.fromEntries(members.map(([name, value]) => [name, String(value)])))
}
