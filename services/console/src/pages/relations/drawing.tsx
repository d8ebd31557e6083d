import type { Relations } from '@bindery/client'
import { type ReactNode, useMemo } from 'react'
import { t } from '../../text/translate.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { boxHeight, boxWidth, layOut, pathOf } from './layout.ts'
import styles from './relations-view.module.css'

interface DrawingProps {
  readonly focus: string
  readonly relations: Relations
  readonly onFocus: (object: string) => void
}

/** Letters of a name that fit into a box; the list has it whole. */
const fittingLetters = 24

/** The picture of the list beside it: a click on a box puts it into focus. */
export function Drawing({ focus, relations, onFocus }: DrawingProps): ReactNode {
  const drawing = useMemo(() => layOut(relations, [focus]), [relations, focus])
  const facts = useMemo(
    () => new Map(relations.nodes.map(({ name, fieldCount }) => [name, fieldCount])),
    [relations],
  )
  const label = t('relations.drawing', {
    focus,
    objects: drawing.boxes.length,
    relations: relations.edges.length,
  })
  return (
    <ScrollRegion className={styles.canvas} label={t('relations.picture')}>
      <svg width={drawing.width} height={drawing.height} role="img" aria-label={label}>
        {drawing.lines.map((line) => (
          <path key={line.key} className={styles.edge} d={pathOf(line)} />
        ))}
        {drawing.boxes.map(({ name, x, y }) => (
          <g
            key={name}
            className={styles.node}
            data-focus={name === focus}
            transform={`translate(${x} ${y})`}
            onClick={() => onFocus(name)}
          >
            <title>{name}</title>
            <rect width={boxWidth} height={boxHeight} rx={6} />
            <text x={12} y={19}>
              {name.length > fittingLetters ? `${name.slice(0, fittingLetters - 1)}…` : name}
            </text>
            <text x={12} y={35} className={styles.facts}>
              {t('relations.fields', { count: facts.get(name) ?? 0 })}
            </text>
          </g>
        ))}
      </svg>
    </ScrollRegion>
  )
}
