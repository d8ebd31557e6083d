import type { ResourceChange } from '@bindery/client'
import type { Line } from '../terminal/line.ts'
import { cellText } from '../output/rows.ts'
import type { ResourceFile } from './resource-files.ts'

const signs = {
  create: { sign: '+', style: 'green' },
  update: { sign: '~', style: 'yellow' },
  rename: { sign: '>', style: 'yellow' },
  delete: { sign: '-', style: 'red' },
  none: { sign: '=', style: 'dim' },
} as const

/** What would become of each, with the places that differ; what stays is only counted. */
export function planLines(changes: readonly ResourceChange[]): readonly Line[] {
  const felt = changes.filter(({ action }) => action !== 'none')
  return [...felt.flatMap(changeLines), summaryLine(changes)]
}

function changeLines({ action, address, from, diff }: ResourceChange): readonly Line[] {
  const { sign, style } = signs[action]
  const head: Line = [{ style, text: `${sign} ${address}` }, from === undefined ? '' : ` (was ${from})`]
  const places = diff.map(
    ({ path, before, after }): Line => `    ${path}: ${shown(before)} -> ${shown(after)}`,
  )
  return [head, ...places]
}

const shown = (value: unknown): string => (value === undefined ? 'nothing' : cellText(value) || '""')

function summaryLine(changes: readonly ResourceChange[]): Line {
  const count = (wanted: ResourceChange['action']) => changes.filter(({ action }) => action === wanted).length
  const parts = (['create', 'update', 'rename', 'delete'] as const).flatMap((action) =>
    count(action) === 0 ? [] : [`${count(action)} to ${action}`],
  )
  const unchanged = count('none') === 0 ? [] : [`${count('none')} as they are`]
  return [...(parts.length === 0 ? ['nothing to change'] : parts), ...unchanged].join(', ') + '.'
}

/** What stands against a file, or is to be known of it: `bindings/find.yaml /inputs/0/argument argument_unknown: ...`. */
export const findingLines = (
  changes: readonly ResourceChange[],
  files: readonly ResourceFile[],
): readonly Line[] =>
  changes.flatMap(({ issues, address }, at) =>
    issues.map(({ path, code, severity, message }): Line => {
      const style = severity === 'error' ? 'red' : 'yellow'
      return [`${files[at]?.path ?? address} ${path} `, { style, text: `${code}:` }, ` ${message}`]
    }),
  )
