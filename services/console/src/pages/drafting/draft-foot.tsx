import type { AutoDraftRecord } from '@bindery/client'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { BindingPlace } from '../../api/bindings.ts'
import { useRefusal } from '../../api/session.ts'
import { t } from '../../text/translate.ts'
import { Button, classOf } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Failure } from '../../ui/states.tsx'
import { useTell } from '../../ui/toasts.tsx'
import styles from './goal-page.module.css'
import { AcceptDraft } from './accept-draft.tsx'
import { useDecide } from './use-decide.ts'
import { useDrafting } from './use-drafting.ts'

interface DraftFootProps {
  readonly place: BindingPlace
  readonly draft: AutoDraftRecord
}

/** What can be done with a draft as a whole: drafted again with what was said, rejected, or opened in the editor. */
export function DraftFoot({ place, draft }: DraftFootProps): ReactNode {
  const drafting = useDrafting(place.agentId, place.kind)
  const [said, setSaid] = useState('')
  const refusal = useRefusal('skills:write')
  const tell = useTell()
  const rejecting = useDecide(place, draft.draftId, () => tell(t('drafting.didReject')))
  const { draftId, skillId, operation, state } = draft
  const isOver = state === 'rejected' || state === 'gone' || state === 'looked_at'
  return (
    <>
      {rejecting.error !== null && <Failure error={rejecting.error} />}
      {drafting.error !== null && <Failure error={drafting.error} />}
      <div className={styles.foot}>
        <div>
          <Field
            label={t('drafting.refine')}
            placeholder={t('drafting.refineExample')}
            value={said}
            maxLength={2000}
            onChange={(event) => setSaid(event.target.value)}
          />
        </div>
        <Button
          size="large"
          refusal={refusal}
          isBusy={drafting.isRunning}
          onClick={() => drafting.draft({ refines: draftId, ...(said !== '' && { goal: said }) })}
        >
          {t('drafting.again')}
        </Button>
        {!isOver && (
          <Button
            look="quiet"
            size="large"
            refusal={refusal}
            isBusy={rejecting.isRunning}
            onClick={() => rejecting.run([{ kind: 'operation', name: operation, verdict: 'reject' }])}
          >
            {t('drafting.rejectDraft')}
          </Button>
        )}
        {skillId !== null && (
          <Link
            className={classOf('normal', 'large')}
            to="/agents/$agentId/bindings/$skillId"
            params={{ agentId: place.agentId, skillId }}
          >
            {t('drafting.open')}
          </Link>
        )}
        {state !== 'enabled' && !isOver && <AcceptDraft place={place} draft={draft} />}
      </div>
    </>
  )
}
