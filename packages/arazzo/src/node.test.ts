import { expect, test } from 'vitest'
import { Findings } from './findings.ts'
import { Node } from './node.ts'

const read = (value: Parameters<typeof Node.read>[0]['value'], reading: (node: Node) => unknown) => {
  const findings = new Findings()
  const result = Node.read({ value, path: ['a'] }, findings, reading)
  return {
    result,
    found: findings.toList().map(({ code, severity, path }) => [severity, code, path.join('.')]),
  }
}

test('what nobody asked for is reported, extensions as less', () => {
  const { found } = read({ name: 'x', nmae: 'y', 'x-note': 1 }, (node) => node.text('name'))
  expect(found).toEqual([
    ['warning', 'member_unread', 'a.nmae'],
    ['info', 'extension_unread', 'a.x-note'],
  ])
})

test('what is of another kind is reported where it stands, and read as nothing', () => {
  const { result, found } = read({ name: 7, steps: {}, outputs: [] }, (node) => [
    node.text('name'),
    node.list('steps'),
    node.members('outputs'),
    node.required('id'),
  ])
  expect(result).toEqual([undefined, [], [], undefined])
  expect(found.map(([, code, path]) => `${code} ${path}`)).toEqual([
    'arazzo_invalid a.name',
    'arazzo_invalid a.steps',
    'arazzo_invalid a.outputs',
    'arazzo_invalid a',
  ])
})

test('of very many findings the first are listed, and the others are counted', () => {
  const findings = new Findings()
  for (let at = 0; at < 700; at++) findings.info('x', [at], 'One more.')
  findings.info('x', [3], 'One more.')
  const listed = findings.toList()
  expect([listed.length, listed.at(-1)?.message]).toEqual([501, '200 more findings are not listed here.'])
})
