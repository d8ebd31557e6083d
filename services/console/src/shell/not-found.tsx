import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { t } from '../text/translate.ts'
import { Empty } from '../ui/states.tsx'
import { Page } from './page.tsx'

export function NotFound(): ReactNode {
  return (
    <Page title={t('common.notFound')}>
      <Empty action={<Link to="/">{t('shell.home')}</Link>}>{t('common.notFound')}</Empty>
    </Page>
  )
}
