import type { ReactNode } from 'react'
import { t } from '../text/translate.ts'
import { ScrollRegion } from './scroll-region.tsx'
import styles from './json-text.module.css'

/** Characters and lines that are put on the page: a browser that draws more is slow, and nobody reads it. */
const mostCharacters = 40_000
const mostLines = 600

interface JsonTextProps {
  readonly value: unknown
  readonly label: string
}

/** What a machine sent, as text; says what of it is left out. */
export function JsonText({ value, label }: JsonTextProps): ReactNode {
  const whole = JSON.stringify(value, undefined, 2) ?? 'null'
  const lines = whole.slice(0, mostCharacters).split('\n')
  const shown = lines.slice(0, mostLines).join('\n')
  const left = whole.length - shown.length
  return (
    <>
      <ScrollRegion as="text" className={styles.json} label={label}>
        {shown}
      </ScrollRegion>
      {left > 0 && <span className="hint">{t('common.charactersLeft', { count: left })}</span>}
    </>
  )
}
