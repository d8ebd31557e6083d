import { expect, test } from 'vitest'
import { serverObstacle } from './lift-servers.ts'
import type { OperationHead } from './normal-form.ts'

const head: Pick<OperationHead, 'method' | 'path'> = { method: 'GET', path: '/a' }

test.each([
  ['https://x.example/v1/', undefined],
  ['https://x.example/v2', 'server_path_differs'],
  ['https://y.example/v1', 'server_origin_differs'],
])('an operation at %s: %s', (url, code) => {
  expect(serverObstacle(head, [{ url, pointer: '#' }], ['https://x.example/v1'])?.reason.code).toBe(code)
})

test('an address of slashes is read in proportion to its length', () => {
  const work = (slashes: number): number => {
    const url = `/a${'/'.repeat(slashes)}b`
    const began = process.cpuUsage()
    for (let round = 0; round < 10; round += 1) serverObstacle(head, [{ url, pointer: '#' }], ['/a'])
    const { user, system } = process.cpuUsage(began)
    return user + system
  }
  work(40_000)
  // Eight times the slashes; in the square it would be 64 times the work.
  expect(work(40_000)).toBeLessThan(32 * Math.max(work(5_000), 2_000))
})
