import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { t } from '../text/translate.ts'
import { looksLikeInstruction } from './looks-like-instruction.ts'
import { Tag } from './marks.tsx'
import styles from './provider-text.module.css'

/** Words of a provider: text whatever they hold, in their own direction, and marked when they read like an instruction. */
export function ProviderText({ children }: { readonly children: string }): ReactNode {
  return (
    <span className={styles.text} dir="auto">
      {children}
      {looksLikeInstruction(children) && (
        <Tag meaning="warn" icon={TriangleAlert} title={t('common.instructionLike')}>
          {t('common.instructionMark')}
        </Tag>
      )}
    </span>
  )
}
