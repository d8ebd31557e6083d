import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { readTarball } from './read-tarball.ts'

function entry(name: string, kind: string, content: string): Buffer {
  const header = Buffer.alloc(512)
  header.write(name, 0)
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124)
  header.write(kind, 156)
  const body = Buffer.alloc(Math.ceil(content.length / 512) * 512)
  body.write(content)
  return Buffer.concat([header, body])
}

const long = `package/${'deep/'.repeat(30)}a.json`
const archive = gzipSync(
  Buffer.concat([
    entry('package/a.json', '0', 'first'),
    entry('PaxHeader', 'x', `${9 + long.length} path=${long}\n`),
    entry('cut short', '0', 'x'.repeat(700)),
    entry('package/b.json', '0', 'last'),
    Buffer.alloc(1024),
  ]),
)

test.each([
  ['package/a.json', 'first'],
  [long, 'x'.repeat(700)],
  ['package/b.json', 'last'],
  ['package/c.json', undefined],
])('reads %s', (name, content) => {
  expect(readTarball(archive, name)?.toString('utf8')).toBe(content)
})
