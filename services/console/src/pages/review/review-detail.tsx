import type { ReviewItem } from '@bindery/client'
import type { ReactNode } from 'react'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/states.tsx'
import { DraftDetail } from './draft-detail.tsx'
import { DriftDetail } from './drift-detail.tsx'
import { DriftSettled } from './drift-settled.tsx'
import styles from './review-page.module.css'
import { WaitingCall } from './waiting-call.tsx'

interface ReviewDetailProps {
  readonly item: ReviewItem | undefined
  /** Its repair was just drafted here. */
  readonly isSettled: boolean
  /** The address names one that does not wait any more. */
  readonly isGone: boolean
  readonly onSettled: (item: ReviewItem) => void
  /** To the list: on a phone, and from what is gone. */
  readonly onBack: () => void
}

/** What is open of the inbox, and what can be done about it. */
export function ReviewDetail(props: ReviewDetailProps): ReactNode {
  const { item, isGone, onBack } = props
  if (isGone)
    return <Empty action={<Button onClick={onBack}>{t('review.toInbox')}</Button>}>{t('review.gone')}</Empty>
  if (item === undefined) return null
  return (
    <div className={styles.detail}>
      <p className={styles.back}>
        <Button onClick={onBack}>{t('review.toInbox')}</Button>
      </p>
      <Detail {...props} item={item} />
    </div>
  )
}

function Detail({
  item,
  isSettled,
  onSettled,
  onBack,
}: ReviewDetailProps & { readonly item: ReviewItem }): ReactNode {
  switch (item.type) {
    case 'approval':
      return <WaitingCall item={item} onDecided={onBack} />
    case 'draft':
      return <DraftDetail item={item} />
    case 'drift':
      return isSettled ? (
        <DriftSettled item={item} />
      ) : (
        <DriftDetail item={item} onRepaired={() => onSettled(item)} onDecided={onBack} />
      )
  }
}
