import type { ReactNode } from 'react'
import { t } from '../../text/translate.ts'

interface VerbProps {
  /** Of the protocol; empty where it has none. */
  readonly method: string
  readonly isWrite: boolean
}

/** How a provider is asked; one that changes something looks like it, and says so. */
export function Verb({ method, isWrite }: VerbProps): ReactNode {
  const word = method === '' ? (isWrite ? t('schema.writeVerb') : t('schema.readVerb')) : method.toUpperCase()
  return (
    <span className={isWrite ? 'verb w' : 'verb'}>
      {word}
      {isWrite && <span className="sr">{t('schema.changes')}</span>}
    </span>
  )
}
