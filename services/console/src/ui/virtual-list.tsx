import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual'
import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useEffectEvent,
  useId,
  useRef,
} from 'react'
import styles from './virtual-list.module.css'

interface VirtualListProps<Item> {
  readonly label: string
  readonly items: readonly Item[]
  /** Height of every row, in px. */
  readonly rowHeight: number
  /** Place of the row that is open; -1 for none. */
  readonly current: number
  readonly keyOf: (item: Item) => string
  readonly render: (item: Item) => ReactNode
  /** The row at this place was clicked or reached by an arrow key. */
  readonly onOpen: (item: Item) => void
}

/**
 * A list of any length of which only the rows in sight stand on the page. The list holds the focus; the arrows move through it
 * and the open row stays mounted, so that a screen reader never loses its place.
 */
export function VirtualList<Item>(props: VirtualListProps<Item>): ReactNode {
  const { label, items, rowHeight, current, keyOf, render, onOpen } = props
  const scroller = useRef<HTMLDivElement>(null)
  const id = useId()
  const virtual = useRows(scroller, { count: items.length, rowHeight, current })
  const open = (place: number): void => {
    const item = items[place]
    if (item === undefined) return
    onOpen(item)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const place = placeAfter(event.key, current, items.length)
    if (place === undefined) return
    event.preventDefault()
    open(place)
  }
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="listbox"
      aria-label={label}
      tabIndex={0}
      aria-activedescendant={current >= 0 ? `${id}-${current}` : undefined}
      onKeyDown={onKeyDown}
    >
      <div className={styles.whole} role="presentation" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const item = items[index]
          return item === undefined ? undefined : (
            <div
              key={keyOf(item)}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              className={styles.row}
              aria-selected={index === current}
              aria-setsize={items.length}
              aria-posinset={index + 1}
              style={{ height: rowHeight, transform: `translateY(${start}px)` }}
              onClick={() => open(index)}
              onKeyDown={undefined}
            >
              {render(item)}
            </div>
          )
        })}
      </div>
    </div>
  )
}

interface Rows {
  readonly count: number
  readonly rowHeight: number
  readonly current: number
}

/** The rows that stand on the page. The open one comes into sight however it was opened: by the list, a key, an address. */
function useRows(scroller: RefObject<HTMLDivElement | null>, { count, rowHeight, current }: Rows) {
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    rangeExtractor: (range) => withCurrent(range, current),
  })
  const show = useEffectEvent((place: number) => virtual.scrollToIndex(place))
  useEffect(() => {
    if (current >= 0) show(current)
  }, [current])
  return virtual
}

/** The rows in sight and the open one. */
function withCurrent(range: Range, current: number): number[] {
  const inSight = defaultRangeExtractor(range)
  if (current < 0 || current >= range.count || inSight.includes(current)) return inSight
  return [...inSight, current].toSorted((a, b) => a - b)
}

function placeAfter(key: string, current: number, count: number): number | undefined {
  const last = count - 1
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return Math.min(last, current + 1)
    case 'ArrowUp':
    case 'k':
      return Math.max(0, current - 1)
    case 'PageDown':
      return Math.min(last, current + 10)
    case 'PageUp':
      return Math.max(0, current - 10)
    case 'Home':
      return 0
    case 'End':
      return last
    default:
      return undefined
  }
}
