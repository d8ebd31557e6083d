import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { t } from '../text/translate.ts'
import { Button } from './button.tsx'
import styles from './more.module.css'

interface MoreProps {
  readonly list: Pick<UseInfiniteQueryResult, 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'>
}

/** The way to what a list leaves out. */
export function More({ list }: MoreProps): ReactNode {
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list
  if (!hasNextPage) return null
  return (
    <p className={styles.more}>
      <Button isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
        {t('common.showMore')}
      </Button>
    </p>
  )
}
