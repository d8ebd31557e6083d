import { useNavigate } from '@tanstack/react-router'
import { Info } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Call } from '../../api/client.ts'
import { type Environment, toEnvironment } from '../../api/environment.ts'
import { useRefusal, useSession } from '../../api/session.ts'
import { useGuard } from '../../shell/production-guard.tsx'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { CopyCurl } from '../../ui/copy-button.tsx'
import { Logo, Note } from '../../ui/marks.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { everything } from './calls.ts'
import { CheckPart } from './check-part.tsx'
import styles from './connect.module.css'
import { nothingReached, type Reached } from './connect-steps.ts'
import { FormFields } from './form-fields.tsx'
import { beginForm } from './form.ts'
import { FoundFacts } from './found-facts.tsx'
import { StepList } from './step-list.tsx'
import type { Subject } from './subject.ts'
import { discoveredOf, type Goal, useConnecting } from './use-connecting.ts'

interface ConnectFormProps {
  readonly subject: Subject
  readonly start?: Reached
  readonly onClose: () => void
}

/** What was found, what it needs, and the steps from there to a schema. */
export function ConnectForm({ subject, start = nothingReached, onClose }: ConnectFormProps): ReactNode {
  const environments = useEnvironments()
  const [form, setForm] = useState(() => beginForm(subject, environments, start.addresses))
  const connecting = useConnecting(start)
  const refusal = useRefusal('integrations:write')
  const arrive = useArriving()
  const guard = useGuard()
  // What live calls use is replaced; a provider that is new is called by nobody yet.
  const isLive = start.registered !== undefined && environments.includes('production')
  const go = (goal: Goal): void => {
    if (refusal !== undefined) return
    guard(isLive ? 'production' : 'development', () => {
      void connecting.run({ subject, form }, goal).then(arrive)
    })
  }
  const id = 'connect'
  const place = useRef<HTMLFormElement>(null)
  // After the sheet has opened, which takes the focus: to what is missing.
  useEffect(() => place.current?.querySelector<HTMLElement>('input:invalid')?.focus(), [])
  const isRegistered = connecting.reached.registered !== undefined
  return (
    <Sheet
      title={t('connect.titleOf', { name: subject.name })}
      lead={t(leadOf(subject))}
      mark={<Logo name={subject.name} />}
      onClose={onClose}
      footer={
        <ConnectFooter
          form={id}
          call={everything(subject, form, { discovered: discoveredOf(environments), isRegistered })}
          refusal={refusal}
          isRunning={connecting.isRunning}
          onSave={() => go('saved')}
        />
      }
    >
      {subject.found !== undefined && <FoundFacts found={subject.found} subject={subject} />}
      <form
        ref={place}
        id={id}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          go('discovering')
        }}
      >
        <FormFields subject={subject} form={form} isRegistered={isRegistered} onForm={setForm} />
      </form>
      <CheckPart subject={subject} form={form} onForm={setForm} connecting={connecting} />
      <StepList steps={connecting.steps} />
      <Note icon={Info}>{t('connect.whatIsSent', { name: subject.name })}</Note>
    </Sheet>
  )
}

interface ConnectFooterProps {
  /** Id of what the primary button sends. */
  readonly form: string
  readonly call: Call<unknown>
  readonly refusal: string | undefined
  readonly isRunning: boolean
  readonly onSave: () => void
}

function ConnectFooter({ form, call, refusal, isRunning, onSave }: ConnectFooterProps): ReactNode {
  return (
    <>
      <span className={styles.wide}>
        <CopyCurl call={call} />
      </span>
      <span className="grow" />
      <Button
        size="large"
        refusal={refusal}
        isBusy={isRunning}
        title={t('connect.saveOnlyHint')}
        onClick={onSave}
      >
        {t('connect.saveOnly')}
      </Button>
      <Button type="submit" form={form} look="primary" size="large" refusal={refusal} isBusy={isRunning}>
        {t('connect.connectAndDiscover')}
      </Button>
    </>
  )
}

function leadOf({ found, pack }: Subject) {
  if (found !== undefined) return 'connect.leadFound'
  return pack === undefined ? 'connect.leadKnown' : 'connect.leadPack'
}

/** Those that an agent is built and run in; a key of one environment connects that one. */
function useEnvironments(): readonly Environment[] {
  const { key } = useSession()
  const fixed = toEnvironment(key.environment)
  return fixed === undefined ? ['development', 'production'] : [fixed]
}

/** Where it goes on: at the provider, which shows the discovery that has begun. */
function useArriving() {
  const navigate = useNavigate()
  return (arrival: { readonly kind: string; readonly job: string | undefined } | undefined): void => {
    if (arrival === undefined) return
    const { kind, job } = arrival
    void navigate({
      to: '/providers/$kind',
      params: { kind },
      ...(job !== undefined && { state: (state) => ({ ...state, following: { job, opensSchema: true } }) }),
    })
  }
}
