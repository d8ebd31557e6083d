import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { findRealPostgres } from '../../../packages/store/src/testing/index.ts'
import type { BenchOptions } from '../options.ts'
import { Organization, type Timed } from './organization.ts'
import { Ready, Stall } from './protocol.ts'

/** Calls of the quiet organisation in each scene, one after another, and how long they may take in all. */
const quietCalls = 150
const sceneMs = 15_000
/** Calls that the noisy one keeps in flight. */
const inFlight = 60
/** What another organisation's p99 may become under a flood, against its own, and how long the event loop may stand still. */
const goals = { p99: 2, stallMs: 50 }

interface Scene {
  readonly store: string
  readonly flood: 'none' | 'small' | 'large'
  readonly p50Ms: number
  readonly p99Ms: number
  readonly calls: number
  readonly failed: number
  readonly longestStallMs: number
  /** How the calls of the noisy one ended, by status. */
  readonly noisy: Readonly<Record<string, number>>
}

/**
 * Two organisations on one server, of which one keeps 60 calls in flight: what that does to the other one, for small answers and
 * for answers of 3 MB, against the same server in the same run with nobody else there.
 */
export async function benchFairness({ json }: BenchOptions): Promise<void> {
  const scenes: Scene[] = []
  const tell = (scene: Scene): void => {
    scenes.push(scene)
    if (!json) console.log(describe(scene, scenes))
  }
  await measure('embedded', undefined, tell)
  const postgres = await findRealPostgres()
  if (postgres !== undefined)
    await measure('PostgreSQL', postgres.url.reveal(), tell).finally(() => void postgres.close())
  if (json) console.log(JSON.stringify({ bench: 'fairness', goals, scenes }))
}

type Tell = (scene: Scene) => void

async function measure(store: string, databaseUrl: string | undefined, tell: Tell): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'bindery-fairness-'))
  const provider = start('provider-process.ts', [])
  const server = start('server-process.ts', [directory, ...(databaseUrl === undefined ? [] : [databaseUrl])])
  try {
    const { address } = Ready.parse(await said(provider))
    const ready = Ready.parse(await said(server))
    const [quiet, noisy] = ready.keys.map((key) => new Organization(ready.address, key))
    if (quiet === undefined || noisy === undefined) throw new Error('The server has two organisations.')
    await Promise.all([quiet.prepare(address), noisy.prepare(address)])
    for (let n = 0; n < 50; n++) await quiet.call('small')
    for (const flood of ['none', 'small', 'large'] as const)
      tell({ store, flood, ...(await play(server, { quiet, noisy }, flood)) })
  } finally {
    for (const child of [server, provider]) child.kill('SIGKILL')
    rmSync(directory, { recursive: true, force: true })
  }
}

interface Players {
  readonly quiet: Organization
  readonly noisy: Organization
}

async function play(
  server: ChildProcess,
  { quiet, noisy }: Players,
  flood: Scene['flood'],
): Promise<Omit<Scene, 'store' | 'flood'>> {
  const ends: Record<string, number> = {}
  let isOver = false
  const flooding = Array.from({ length: flood === 'none' ? 0 : inFlight }, async () => {
    while (!isOver) {
      const { status } = await noisy.call(flood === 'large' ? 'large' : 'small')
      ends[status] = (ends[status] ?? 0) + 1
    }
  })
  await wait(500)
  server.send('reset')
  const calls: Timed[] = []
  const until = performance.now() + sceneMs
  while (calls.length < quietCalls && performance.now() < until) calls.push(await quiet.call('small'))
  server.send('tell')
  const { longestStallMs } = Stall.parse(await said(server))
  isOver = true
  await Promise.all(flooding)
  const times = calls.map(({ ms }) => ms).sort((a, b) => a - b)
  const at = (share: number): number => times[Math.floor((times.length - 1) * share)] ?? 0
  const failed = calls.filter(({ status }) => status !== 200).length
  return { p50Ms: at(0.5), p99Ms: at(0.99), calls: calls.length, failed, longestStallMs, noisy: ends }
}

function start(program: string, words: readonly string[]): ChildProcess {
  return fork(fileURLToPath(new URL(program, import.meta.url)), [...words], { execArgv: ['--import', 'tsx'] })
}

async function said(child: ChildProcess): Promise<unknown> {
  const messages: readonly unknown[] = await once(child, 'message')
  return messages[0]
}

function describe(scene: Scene, scenes: readonly Scene[]): string {
  const { store, flood, p50Ms, p99Ms, calls, failed, longestStallMs, noisy } = scene
  const alone = scenes.find((other) => other.store === store && other.flood === 'none') ?? scene
  const [p50, p99] = [p50Ms / alone.p50Ms, p99Ms / alone.p99Ms]
  const missed = [
    ...(p99 > goals.p99 ? [`p99 goal ${goals.p99}x missed`] : []),
    ...(longestStallMs > goals.stallMs ? [`stall goal ${goals.stallMs} ms missed`] : []),
  ]
  const others = flood === 'none' ? '' : `, the noisy one ${JSON.stringify(noisy)}`
  return [
    `${store}, flood ${flood}: p50 ${p50Ms.toFixed(1)} ms (${p50.toFixed(1)}x), p99 ${p99Ms.toFixed(1)} ms (${p99.toFixed(1)}x)`,
    `${failed} of ${calls} failed, longest stall ${longestStallMs.toFixed(0)} ms${others}`,
    ...missed,
  ].join('; ')
}
