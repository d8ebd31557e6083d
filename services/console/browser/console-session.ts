import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, vi } from 'vitest'
import { z } from 'zod'
import { sharedBrowser } from './chromium.ts'
import { type StartedServer, startServer } from './start-server.ts'
import { seen } from './seen.ts'

export interface ConsoleSession {
  readonly server: () => StartedServer
  /** A page of the test that asks for it, which has signed in, at 1280 x 800 in the light theme unless it says otherwise. */
  readonly open: (path: string, look?: Look) => Promise<Page>
  /** The body that the API answers a call below `/api/v1` with. */
  readonly api: (method: string, path: string, body?: unknown) => Promise<unknown>
  /** Discovers a provider and waits for its end: the call itself is answered before it where that takes long. */
  readonly discover: (kind: string, environment?: string) => Promise<void>
  /** Id of the agent that the demo makes. */
  readonly firstAgent: () => Promise<string>
}

export interface Look {
  readonly width?: number
  readonly theme?: 'light' | 'dark'
}

const Agents = z.object({ data: z.array(z.object({ id: z.string() })) })

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>

/**
 * One server for the tests of a file, over the demo or over what was `made`. Whatever a page reports or asks of another origin fails the file: an
 * error, a violation of the security policy, a request elsewhere.
 */
export function useConsole(made?: () => Promise<string>): ConsoleSession {
  let server: StartedServer | undefined
  let cookies: Cookies = []
  const faults: string[] = []
  beforeAll(async () => {
    const starting = made === undefined ? startServer() : made().then(startServer)
    const browser = await sharedBrowser()
    server = await starting
    const context = await browser.newContext()
    const page = await context.newPage()
    watch(page, server.address, faults)
    await page.goto(server.link)
    await seen(page.getByRole('navigation'))
    cookies = await context.cookies()
    await context.close()
  })
  afterAll(async () => {
    await server?.close()
    expect(faults).toEqual([])
  })
  const started = (): StartedServer => {
    if (server === undefined) throw new Error('The server has not started.')
    return server
  }
  const api: ConsoleSession['api'] = (method, path, body) => callOf(started())(method, path, body)
  return {
    server: started,
    api,
    discover: discoverBy(api),
    firstAgent: async () => Agents.parse(await api('GET', '/agents')).data[0]?.id ?? '',
    open: async (path, { width = 1280, theme = 'light' } = {}) => {
      const browser = await sharedBrowser()
      const context = await browser.newContext({
        viewport: { width, height: 800 },
        colorScheme: theme,
        permissions: ['clipboard-read', 'clipboard-write'],
      })
      // A page that stays would ask and draw on beside the tests after it.
      onTestFinished(() => context.close())
      await context.addCookies(cookies)
      const page = await context.newPage()
      page.setDefaultTimeout(60_000)
      watch(page, started().address, faults)
      await page.goto(started().address + path)
      await seen(page.getByRole('navigation'))
      return page
    },
  }
}

/** Calls the API of a server. */
export const callOf =
  ({ address, apiKey }: Pick<StartedServer, 'address' | 'apiKey'>): ConsoleSession['api'] =>
  async (method, path, body) => {
    const answer = await fetch(`${address}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const said: unknown = await answer.json()
    return said
  }

const Discovered = z.object({ data: z.object({ catalogHash: z.string(), runningJob: z.null() }) })

export const discoverBy =
  (api: ConsoleSession['api']): ConsoleSession['discover'] =>
  async (kind, environment) => {
    await api('POST', `/integrations/${kind}/discover`, environment === undefined ? {} : { environment })
    const look = async () => Discovered.parse(await api('GET', `/integrations/${kind}`))
    await vi.waitFor(look, { timeout: 120_000 })
  }

/** Keeps what must never happen on any page. A refused request that a page shows is no fault. */
function watch(page: Page, address: string, faults: string[]): void {
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`))
  page.on('console', (line) => {
    const isRefusal = line.text().startsWith('Failed to load resource')
    if (['error', 'warning'].includes(line.type()) && !isRefusal) faults.push(`console: ${line.text()}`)
  })
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(address) && !url.startsWith('data:')) faults.push(`asked elsewhere: ${url}`)
  })
}
