import type { Answer } from '../command.ts'
import type { OutputFormat } from '../command-line/global-flags.ts'
import type { Line } from '../terminal/line.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { csvText } from './csv-text.ts'
import { jsonText } from './json-text.ts'
import { pickFields } from './pick-fields.ts'
import { membersOf, rowsOf } from './rows.ts'
import { memberLines, plainColumns, tableLines } from './table.ts'

export interface Written {
  readonly format: OutputFormat
  readonly fields: readonly string[]
}

/** Writes the data of an answer to standard output in the format asked for, and what belongs to it to standard error. */
export async function writeAnswer(terminal: Terminal, answer: Answer, written: Written): Promise<void> {
  const { format, fields } = written
  if (answer.isWritten === true) return
  const data = pickFields(answer.data, fields)
  const { meta = {}, warnings = [] } = answer
  if (format === 'json') terminal.data(jsonText({ data, meta, warnings }, 2))
  if (format === 'ndjson')
    terminal.data(
      rowsOf(data)
        .map((row) => jsonText(row))
        .join('\n'),
    )
  if (format === 'yaml') terminal.data(await yamlText(data))
  if (format === 'csv') terminal.data(csvText(data))
  if (format === 'table') terminal.show(forPeople({ ...answer, data }, fields, terminal.width))
  if (format !== 'json') for (const warning of warnings) terminal.say(warningLine(warning))
  if (answer.note !== undefined) terminal.say(answer.note)
}

function forPeople({ data, view }: Answer, fields: readonly string[], width: number): readonly Line[] {
  if (view?.as === 'lines' && fields.length === 0) return view.lines
  if (!Array.isArray(data)) return memberLines(data)
  const rows = rowsOf(data)
  if (fields.length > 0) return tableLines(rows.map(renamed), fields.map(dotless), width)
  return tableLines(rows, view?.as === 'columns' ? view.columns : plainColumns(rows), width)
}

/** A picked member keeps its path as its name, which a column would take for a way into it. */
const dotless = (name: string): string => name.replaceAll('.', '/')
const renamed = (row: unknown): unknown =>
  Object.fromEntries([...membersOf(row)].map(([name, value]) => [dotless(name), value]))

function warningLine(warning: unknown): Line {
  const members = membersOf(warning)
  const message = members.get('message') ?? warning
  return [
    { style: 'yellow', text: 'warning: ' },
    typeof message === 'string' ? message : JSON.stringify(message),
  ]
}

async function yamlText(data: unknown): Promise<string> {
  const { dump } = await import('js-yaml')
  return dump(data, { lineWidth: 110, noRefs: true })
}
