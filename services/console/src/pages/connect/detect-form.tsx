import { useQuery } from '@tanstack/react-query'
import { Search } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { authMethodsQuery, providersQuery } from '../../api/integrations.ts'
import { useRefusal } from '../../api/session.ts'
import { useCommand } from '../../api/use-command.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { CopyCurl } from '../../ui/copy-button.tsx'
import { Note } from '../../ui/marks.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { Failure } from '../../ui/states.tsx'
import { detect } from './calls.ts'
import { fieldOfBox, SourceBox } from './source-box.tsx'
import type { Source } from './source.ts'
import { type Subject, subjectOfFound } from './subject.ts'

interface DetectFormProps {
  readonly source: string
  readonly onFound: (subject: Subject) => void
  readonly onClose: () => void
}

const boxId = 'source'

/** Asks where the provider is and looks there, before anything else is asked. */
export function DetectForm({ source, onFound, onClose }: DetectFormProps): ReactNode {
  const methods = useQuery(authMethodsQuery)
  const providers = useQuery(providersQuery)
  const refusal = useRefusal('integrations:write')
  const [given, setGiven] = useState<Source | undefined>()
  const detecting = useCommand({
    call: detect,
    holdsSecret: true,
    changes: [],
    onDone: ({ data }, from) =>
      onFound(subjectOfFound(data, from, { methods: methods.data ?? [], providers: providers.data ?? [] })),
  })
  // After the sheet has opened, which takes the focus.
  useEffect(() => document.getElementById(fieldOfBox(boxId))?.focus(), [])
  const look = (from: Source): void => {
    if (refusal !== undefined || detecting.isRunning) return
    setGiven(from)
    detecting.run(from)
  }
  return (
    <Sheet
      title={t('connect.title')}
      lead={t('connect.lead')}
      onClose={onClose}
      footer={
        <>
          {given !== undefined && given.from !== 'document' && <CopyCurl call={detect(given)} />}
          <span className="grow" />
          <Button
            type="submit"
            form={boxId}
            look="primary"
            size="large"
            icon={Search}
            refusal={refusal}
            isBusy={detecting.isRunning}
          >
            {t(detecting.isRunning ? 'connect.detecting' : 'connect.detect')}
          </Button>
        </>
      }
    >
      <SourceBox id={boxId} start={source} onGiven={look} />
      {detecting.error !== null && <Failure error={detecting.error} />}
      <Note icon={Search}>{t('connect.detectSends')}</Note>
    </Sheet>
  )
}
