import type { FoundRow, SearchType } from '../api/search.ts'
import { t } from '../text/translate.ts'
import { type Command, findCommands } from './commands.ts'
import { keyOf, type Place } from './place.ts'

/** One thing that can be picked. */
export type Item =
  | { readonly does: 'go'; readonly id: string; readonly place: Place; readonly row: ShownRow }
  | { readonly does: 'run'; readonly id: string; readonly command: Command }
  | { readonly does: 'narrow'; readonly id: string; readonly type: SearchType | undefined }

export type ShownRow = Pick<FoundRow, 'label' | 'path' | 'highlight'>

export interface Group {
  readonly id: string
  readonly title: string
  /** How many of how many; undefined for a list that is whole. */
  readonly count: string | undefined
  readonly items: readonly Item[]
}

export interface Found {
  readonly rows: readonly FoundRow[]
  readonly totals: Readonly<Record<string, number>>
  /** The only type that was searched for. */
  readonly only: SearchType | undefined
}

/** What there is before a word is typed. */
export const groupsBefore = (recent: readonly Place[], commands: readonly Command[]): readonly Group[] =>
  withItems([
    {
      id: 'recent',
      title: t('palette.recent'),
      count: undefined,
      items: recent.map((place) => ({
        does: 'go',
        id: keyOf(place),
        place,
        row: { label: place.name, path: whereOf(place), highlight: [] },
      })),
    },
    commandGroup(commands),
  ])

/** What is found, the type of the best row first; pages come first where one begins with what was typed. */
export function groupsFor(words: string, commands: readonly Command[], found: Found): readonly Group[] {
  const { found: fitting, isFirst } = findCommands(commands, words)
  const pages = found.only === undefined ? commandGroup(fitting) : commandGroup([])
  const types = [...new Set(found.rows.map(({ type }) => type))].map((type) => groupOf(type, found))
  return withItems(isFirst ? [pages, ...types] : [...types, pages])
}

function groupOf(type: SearchType, { rows, totals, only }: Found): Group {
  const shown = rows.filter((row) => row.type === type)
  const total = totals[type] ?? shown.length
  const isMore = total > shown.length && only === undefined
  return {
    id: type,
    title: t(`palette.type_${type}`),
    count: t('palette.showing', { shown: shown.length, total }),
    items: [
      ...shown.map((row): Item => ({ does: 'go', id: keyOf(row), place: row, row: withName(row) })),
      ...(isMore ? [{ does: 'narrow' as const, id: `more-${type}`, type }] : []),
      ...(only === undefined ? [] : [{ does: 'narrow' as const, id: 'all', type: undefined }]),
    ],
  }
}

/** What a machine calls it stands beside a title. */
function withName({ label, name, path, highlight }: FoundRow): ShownRow {
  return { label, highlight, path: label === name ? path : [...path, name] }
}

const whereOf = ({ kind, object }: Place): string[] => [kind, object].filter((part) => part !== undefined)

const commandGroup = (commands: readonly Command[]): Group => ({
  id: 'pages',
  title: t('palette.pages'),
  count: undefined,
  items: commands.map((command) => ({ does: 'run', id: `run-${command.id}`, command })),
})

const withItems = (groups: readonly Group[]): readonly Group[] =>
  groups.filter(({ items }) => items.length > 0)
