import { expect, test } from 'vitest'
import { type Answer, columns } from '../command.ts'
import type { OutputFormat } from '../command-line/global-flags.ts'
import { Terminal } from '../terminal/terminal.ts'
import { writeAnswer } from './write-answer.ts'

const hostile = '\u001b]0;x\u0007\u009b2J'
const answer: Answer = {
  data: [
    { name: 'a,b', note: `say "${hostile}"`, counts: { skills: 2 } },
    { name: '=1+1', note: null, counts: { skills: 10 } },
  ],
  view: columns('name', 'counts.skills'),
  warnings: [{ code: 'w', message: `mind ${hostile}` }],
}

async function written(format: OutputFormat, fields: readonly string[] = []) {
  const texts = { out: '', err: '' }
  const sink = (name: 'out' | 'err') => ({
    write: (text: string) => {
      texts[name] += text
    },
    isTerminal: true,
    width: 80,
  })
  const terminal = new Terminal({ out: sink('out'), err: sink('err'), colour: 'plain', loudness: 'normal' })
  await writeAnswer(terminal, answer, { format, fields })
  return texts
}

test.each(['table', 'json', 'ndjson', 'yaml', 'csv'] as const)(
  '%s shows a terminal nothing to obey',
  async (format) => {
    const { out, err } = await written(format)
    expect(out + err).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/)
  },
)

test('JSON, lines of JSON and YAML give the same data back', async () => {
  expect(JSON.parse((await written('json')).out)).toEqual({
    data: answer.data,
    meta: {},
    warnings: answer.warnings,
  })
  const rows = (await written('ndjson')).out.trim().split('\n')
  expect(rows.map((row): unknown => JSON.parse(row))).toEqual(answer.data)
  const { load } = await import('js-yaml')
  expect(load((await written('yaml')).out)).toEqual(answer.data)
})

test('a table has the columns of its command', async () => {
  expect((await written('table')).out).toBe('name  counts.skills\na,b   2\n=1+1  10\n')
})

test('a spreadsheet gets rows that it will not run', async () => {
  expect((await written('csv', ['name', 'counts.skills'])).out).toBe(
    'name,counts.skills\r\n"a,b",2\r\n\'=1+1,10\r\n',
  )
})

test('--fields keeps what it names, and refuses what no row has', async () => {
  expect(JSON.parse((await written('json', ['counts.skills'])).out)).toMatchObject({
    data: [{ 'counts.skills': 2 }, { 'counts.skills': 10 }],
  })
  expect((await written('table', ['name', 'counts.skills'])).out).toBe(
    'name  counts/skills\na,b   2\n=1+1  10\n',
  )
  await expect(written('json', ['nmae'])).rejects.toThrow('The data has no member "nmae".')
})
