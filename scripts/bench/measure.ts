import { createRequire } from 'node:module'
import { join } from 'node:path'

export interface Figure {
  readonly what: string
  readonly medianMs: number
  /** Against the floor of the same run; absent on the floor itself. */
  readonly ratio?: number
  /** The ratio that performance is held to. */
  readonly goal?: number
  /** Most memory of the process that did it, everything counted. */
  readonly peakMb?: number
}

/** Median of the wall times of `runs` runs in ms, after one run that does not count. */
export async function medianOf(runs: number, work: () => Promise<void> | void): Promise<number> {
  await work()
  const times: number[] = []
  for (let run = 0; run < runs; run++) {
    const began = performance.now()
    await work()
    times.push(performance.now() - began)
  }
  return middle(times)
}

export function middle(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

export function print(title: string, figures: readonly Figure[], form: 'json' | 'table'): void {
  if (form === 'json') {
    console.log(JSON.stringify({ title, node: process.versions.node, figures }))
    return
  }
  console.log(title)
  for (const { what, medianMs, ratio, goal, peakMb } of figures) {
    const shown = ratio === undefined ? 'floor' : `${ratio.toFixed(2)}x`
    const wanted = goal === undefined ? '' : `goal ${goal}x`
    const memory = peakMb === undefined ? '' : `peak ${peakMb} MB`
    const line = `  ${what.padEnd(58)} ${medianMs.toFixed(2).padStart(10)} ms  ${shown.padEnd(7)} ${wanted.padEnd(10)} ${memory}`
    console.log(line.trimEnd())
  }
}

/** A file of a package that the API's tests install. */
export function packageFile(name: string, path: string): string {
  const require = createRequire(new URL('../../services/api/package.json', import.meta.url))
  return join(require.resolve(`${name}/package.json`), '..', path)
}

export const gitHubDocument = (): string => packageFile('@octokit/openapi', 'generated/api.github.com.json')
