import { type ReactNode, useState } from 'react'
import { t } from '../text/translate.ts'
import styles from './long-text.module.css'
import { ProviderText } from './provider-text.tsx'

/** Characters that are shown at once. */
const shownLength = 320

/** A provider's description: its beginning, and the rest when asked for. */
export function LongText({ children }: { readonly children: string }): ReactNode {
  const [isWhole, setIsWhole] = useState(false)
  const beginning = beginningOf(children)
  if (isWhole || beginning === children)
    return (
      <p className={styles.text}>
        <ProviderText>{children}</ProviderText>
      </p>
    )
  return (
    <p className={styles.text}>
      <ProviderText>{beginning}</ProviderText>
      {' … '}
      <button type="button" className={styles.more} onClick={() => setIsWhole(true)}>
        {t('common.wholeText')}
      </button>
    </p>
  )
}

/** The first paragraph, cut at a word when it is long. */
function beginningOf(text: string): string {
  const [paragraph = ''] = text.trim().split(/\n\s*\n/)
  if (paragraph.length <= shownLength) return paragraph.length === text.trim().length ? text : paragraph
  const cut = paragraph.slice(0, shownLength)
  return cut.slice(0, Math.max(cut.lastIndexOf(' '), shownLength - 40))
}
