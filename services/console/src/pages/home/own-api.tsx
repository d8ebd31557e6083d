import { useNavigate } from '@tanstack/react-router'
import { ArrowRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { useRefusal } from '../../api/session.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { SourceBox } from '../connect/source-box.tsx'
import styles from './home-page.module.css'

const boxId = 'own-api'

/** The one box of the way in, here too: what is given goes to the sheet, never into the address of the page. */
export function OwnApi(): ReactNode {
  const navigate = useNavigate()
  const refusal = useRefusal('integrations:write', 'everywhere')
  return (
    <Card title={t('home.ownApi')}>
      <div className={styles.body}>
        <p className="dim">{t('home.ownApiLead')}</p>
        <SourceBox
          id={boxId}
          onGiven={(_, source) => {
            if (refusal !== undefined) return
            void navigate({ to: '/providers/new', search: {}, state: (state) => ({ ...state, source }) })
          }}
        />
        <Button type="submit" form={boxId} icon={ArrowRight} refusal={refusal}>
          {t('home.goOn')}
        </Button>
      </div>
    </Card>
  )
}
