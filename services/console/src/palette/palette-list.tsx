import {
  Bot,
  Box,
  Braces,
  type LucideIcon,
  ListFilter,
  Plug,
  SquareFunction,
  Tag as FieldIcon,
} from 'lucide-react'
import type { ReactNode } from 'react'
import type { SearchType } from '../api/search.ts'
import { t } from '../text/translate.ts'
import { Icon } from '../ui/icon.tsx'
import type { Group, Item, ShownRow } from './groups.ts'
import styles from './palette.module.css'

interface PaletteListProps {
  readonly id: string
  readonly groups: readonly Group[]
  readonly marked: Item | undefined
  readonly nameOf: (item: Item) => string
  readonly onTake: (item: Item) => void
}

/** What can be picked, by what it is. */
export function PaletteList({ id, groups, marked, nameOf, onTake }: PaletteListProps): ReactNode {
  if (groups.length === 0) return null
  return (
    <div id={id} role="listbox" aria-label={t('palette.found')}>
      {groups.map((group) => (
        <div key={group.id} role="group" aria-labelledby={`${id}-${group.id}`} className={styles.group}>
          <div id={`${id}-${group.id}`} className={styles.title} role="presentation">
            {group.title} {group.count !== undefined && <span className="num">{group.count}</span>}
          </div>
          {group.items.map((item) => (
            <div
              key={item.id}
              id={nameOf(item)}
              role="option"
              tabIndex={-1}
              aria-selected={item === marked}
              className={styles.item}
              // The field keeps the focus.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onTake(item)}
              onKeyDown={undefined}
            >
              <ItemLine item={item} />
            </div>
          ))}
        </div>
      ))}
    </div>
  )
}

const icons: Readonly<Record<SearchType, LucideIcon>> = {
  provider: Plug,
  agent: Bot,
  skill: SquareFunction,
  object: Box,
  field: FieldIcon,
  operation: Braces,
}

function ItemLine({ item }: { readonly item: Item }): ReactNode {
  switch (item.does) {
    case 'run':
      return (
        <>
          <Icon of={item.command.icon} size="small" />
          <span className={styles.label}>{item.command.label}</span>
        </>
      )
    case 'narrow':
      return (
        <>
          <Icon of={ListFilter} size="small" />
          <span className={`dim ${styles.label}`}>
            {t(item.type === undefined ? 'palette.all' : `palette.moreOf_${item.type}`)}
          </span>
        </>
      )
    case 'go':
      return (
        <>
          <Icon of={icons[item.place.type]} size="small" />
          <span className={styles.label}>
            <bdi className={item.row.label === item.place.name ? 'mono' : undefined}>
              <Highlighted row={item.row} />
            </bdi>
          </span>
          <span className={styles.path}>
            {item.row.path.map((part, at) => (
              <bdi key={`${at}-${part}`}>{part}</bdi>
            ))}
          </span>
        </>
      )
  }
}

/** A label with the words that were searched for marked in it. */
function Highlighted({ row: { label, highlight } }: { readonly row: ShownRow }): ReactNode {
  const pieces: ReactNode[] = []
  let done = 0
  for (const [from = 0, to = from] of highlight) {
    pieces.push(label.slice(done, from), <mark key={from}>{label.slice(from, to)}</mark>)
    done = to
  }
  return [...pieces, label.slice(done)]
}
