import type { ReactNode } from 'react'
import styles from './sparkline.module.css'

export interface SparkBar {
  readonly all: number
  /** Of all of them, those that are drawn as bad. */
  readonly bad: number
}

const [barWidth, height] = [4, 24]

/** One bar for each hour, the newest at the right, beside the words that say the same. */
export function Sparkline({
  bars,
  says,
}: {
  readonly bars: readonly SparkBar[]
  readonly says: string
}): ReactNode {
  const most = Math.max(1, ...bars.map(({ all }) => all))
  // What is there at all is seen, however much more there was in another hour.
  const heightOf = (count: number): number =>
    count === 0 ? 0 : Math.max(2, Math.round((count / most) * height))
  return (
    <span className={styles.spark}>
      <svg viewBox={`0 0 ${bars.length * barWidth} ${height}`} aria-hidden="true">
        <path className={styles.ground} d={drawn(bars.map(() => 1))} />
        <path className={styles.all} d={drawn(bars.map(({ all }) => heightOf(all)))} />
        <path className={styles.bad} d={drawn(bars.map(({ bad }) => heightOf(bad)))} />
      </svg>
      <small>{says}</small>
    </span>
  )
}

/** All bars as one shape: a list of a hundred of these is a few hundred elements and not ten thousand. */
const drawn = (heights: readonly number[]): string =>
  heights
    .map((tall, at) => (tall === 0 ? '' : `M${at * barWidth} ${height}v${-tall}h${barWidth - 1}v${tall}z`))
    .join('')
