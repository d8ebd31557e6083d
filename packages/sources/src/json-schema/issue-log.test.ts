import { expect, test } from 'vitest'
import { IssueLog } from './issue-log.ts'

test('a name of a document makes no line of its own in a finding, and no finding without an end', () => {
  const log = new IssueLog()
  for (const name of ['x\nAll is well.\u202e', 'y'.repeat(5_000)])
    log.report({ code: 'odd', severity: 'info', message: `"${name}" is odd.`, pointer: '#' })
  const [first, second] = log.issues().map(({ message }) => message)
  expect([first, second?.length]).toEqual(['"x All is well." is odd.', 1_000])
})

test('lists the first 500 of a code and counts the others', () => {
  const log = new IssueLog()
  for (let n = 0; n < 502; n += 1)
    log.report({ code: 'odd', severity: 'info', message: `${n}`, pointer: '#' })
  expect([log.issues().length, log.issues().at(-1)?.message]).toEqual([
    501,
    'There are 502 issues "odd"; the first 500 are listed.',
  ])
})
