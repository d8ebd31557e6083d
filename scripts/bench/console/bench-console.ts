import {
  type Browser,
  type BrowserContext,
  type Page,
  chromiumPath,
  startBrowser,
} from '../../../services/console/browser/chromium.ts'
import { everyPage } from '../../../services/console/browser/every-page.ts'
import { largeDocument } from '../../../services/console/browser/large-document.ts'
import { serverHost } from '../../../services/console/browser/server-host.ts'
import { type StartedServer, startServer } from '../../../services/console/browser/start-server.ts'
import type { BenchOptions } from '../options.ts'
import { type ConsoleFigure, isBroken, lineOf, quantile } from './figure.ts'
import { measureSizes } from './sizes.ts'
import { elementsOf, keyToPaint, openSlowly, paintOf, scrollFrames } from './times.ts'

/** A page that holds a text and a field: what the browser takes by itself. */
const bare =
  'data:text/html,<h1>Bare</h1><input type=search><ul style="height:600px;overflow:auto"><li style="height:1000000px">x</ul>'

/**
 * The console of the build against its budgets, over a provider with 10,000 operations: sizes, paints on a machine four times
 * slower, frames, elements. Ends with 1 when bytes or elements exceed theirs; times are printed beside their floor.
 */
export async function benchConsole({ json, runs }: BenchOptions): Promise<void> {
  if (chromiumPath === undefined) throw new Error('There is no Chromium: install it, or set CHROMIUM.')
  const server = await startServer()
  const browser = await startBrowser()
  try {
    await addLarge(server)
    const context = await signIn(browser, server)
    const figures = [
      ...measureSizes(),
      await measureIndex(server),
      await measureFirstPaint(context, server, runs),
      ...(await measureLarge(context, server)),
      await measureElements(context, server),
    ]
    if (json) console.log(JSON.stringify({ bench: 'console', figures }))
    else for (const figure of figures) console.log(lineOf(figure))
    if (figures.some(isBroken)) process.exitCode = 1
  } finally {
    await browser.close()
    await server.close()
    serverHost.end()
  }
}

interface Call {
  readonly method: string
  readonly path: string
  readonly body?: string
}

async function call({ address, apiKey }: StartedServer, { method, path, body }: Call): Promise<Response> {
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
  const answer = await fetch(`${address}/api/v1${path}`, {
    method,
    headers,
    ...(body !== undefined && { body }),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return answer
}

async function addLarge(server: StartedServer): Promise<void> {
  const environments = { development: { baseUrl: 'http://127.0.0.1:9' } }
  const large = { kind: 'large', name: 'Large', type: 'openapi', environments }
  await call(server, { method: 'POST', path: '/integrations', body: JSON.stringify(large) })
  await call(server, { method: 'PUT', path: '/integrations/large/source', body: largeDocument(10_000) })
  await call(server, {
    method: 'POST',
    path: '/integrations/large/discover',
    body: '{"environment":"development"}',
  })
}

async function signIn(browser: Browser, server: StartedServer): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  await page.goto(server.link)
  await page.getByRole('navigation').first().waitFor()
  await page.close()
  return context
}

/** The search index as it is sent. */
async function measureIndex({ address, apiKey }: StartedServer): Promise<ConsoleFigure> {
  const { request } = await import('node:http')
  const bytes = await new Promise<number>((resolve, reject) => {
    const headers = { authorization: `Bearer ${apiKey}`, 'accept-encoding': 'br' }
    request(`${address}/api/v1/integrations/large/index`, { headers }, (answer) => {
      let sum = 0
      answer.on('data', (chunk: Buffer) => {
        sum += chunk.length
      })
      answer.on('end', () => resolve(sum))
    })
      .on('error', reject)
      .end()
  })
  return { what: 'search index of 10,000 operations', value: bytes / 1000, unit: 'kB', budget: 250 }
}

async function measureFirstPaint(
  context: BrowserContext,
  { address }: StartedServer,
  runs: number,
): Promise<ConsoleFigure> {
  const paints: number[] = []
  const floors: number[] = []
  for (let run = 0; run < runs; run++) {
    floors.push(await paintOf(context, bare, 'h1'))
    paints.push(await paintOf(context, `${address}/providers`, 'main h1'))
  }
  return {
    what: 'largest contentful paint of /providers at 4x CPU, median',
    value: quantile(paints, 0.5),
    unit: 'ms',
    budget: 1500,
    floor: quantile(floors, 0.5),
  }
}

const words = ['number 4321', 'thing_12', 'plain', 'get things', 'number 99', 'zzz']

interface Moved {
  readonly frames: number
  readonly keys: number
}

/** A page that lies behind another one gets no frames: each is measured while it is the only one. */
async function measureMoves(page: Page, list: string): Promise<Moved> {
  const frames = await scrollFrames(page, list)
  return { frames, keys: await keyToPaint(page, 'input[type="search"]', words) }
}

async function measureLarge(context: BrowserContext, { address }: StartedServer): Promise<ConsoleFigure[]> {
  const floorPage = await openSlowly(context)
  await floorPage.goto(bare)
  const floor = await measureMoves(floorPage, 'ul')
  await floorPage.close()
  const page = await openSlowly(context)
  await page.goto(`${address}/providers/large/schema/operations`)
  await page.getByText('showing 10,000 of 10,000').waitFor()
  const elements = await elementsOf(page)
  const moved = await measureMoves(page, '[role="listbox"]')
  await page.close()
  return [
    { what: 'elements of the page of 10,000 operations', value: elements, unit: 'elements', budget: 1500 },
    {
      what: 'frame while 10,000 operations scroll at 4x CPU, p95',
      value: moved.frames,
      unit: 'ms',
      budget: 25,
      floor: floor.frames,
    },
    {
      what: 'key to paint in search over 10,000 operations at 4x, p95',
      value: moved.keys,
      unit: 'ms',
      budget: 100,
      floor: floor.keys,
    },
  ]
}

/** The page of all that holds the most. */
async function measureElements(context: BrowserContext, server: StartedServer): Promise<ConsoleFigure> {
  const page = await context.newPage()
  const api = async (method: string, path: string, body?: unknown): Promise<unknown> =>
    (await call(server, { method, path, ...(body !== undefined && { body: JSON.stringify(body) }) })).json()
  const agents = await api('GET', '/agents')
  const id = /"id":"([^"]+)"/.exec(JSON.stringify(agents))?.[1] ?? ''
  const session = {
    api,
    discover: async (kind: string) => void (await api('POST', `/integrations/${kind}/discover`, {})),
    firstAgent: () => Promise.resolve(id),
  }
  let most = { path: '', count: 0 }
  for (const path of await everyPage(session)) {
    await page.goto(server.address + path)
    await page.locator('main h1').waitFor()
    await page.waitForLoadState('networkidle')
    const count = await elementsOf(page)
    if (count > most.count) most = { path, count }
  }
  await page.close()
  const name = most.path.replace(id, ':id')
  return { what: `elements of the fullest page (${name})`, value: most.count, unit: 'elements', budget: 1500 }
}
