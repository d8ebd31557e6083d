import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Environment } from '../../api/environment.ts'
import { useRefusal } from '../../api/session.ts'
import { useCommand } from '../../api/use-command.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Failure } from '../../ui/states.tsx'
import { CheckList } from '../providers/check-list.tsx'
import { methodOf, test } from './calls.ts'
import styles from './connect.module.css'
import type { Wanted } from './connect-steps.ts'
import type { ConnectForm } from './form.ts'
import type { useConnecting } from './use-connecting.ts'

interface CheckPartProps extends Wanted {
  readonly onForm: (form: ConnectForm) => void
  readonly connecting: ReturnType<typeof useConnecting>
}

/** Tries what was typed before it is kept. The provider is registered first: there is nothing to try otherwise. */
export function CheckPart({ subject, form, onForm, connecting }: CheckPartProps): ReactNode {
  const refusal = useRefusal('integrations:write')
  const [tried, setTried] = useState<Environment | undefined>()
  const testing = useCommand({ call: test, holdsSecret: true, changes: [] })
  const place = useRef<HTMLElement>(null)
  useEffect(() => {
    if (testing.data !== undefined) place.current?.scrollIntoView({ block: 'nearest' })
  }, [testing.data])
  const [first] = form.slots
  if (first === undefined) return null
  const [environment, slot] = first
  const isUnproven = testing.data?.data.checks.some(
    ({ name, result }) => name === 'credential' && result === 'unproven',
  )
  const tryIt = (): void => {
    setTried(environment)
    void connecting.run({ subject, form }, 'registered').then((arrival) => {
      if (arrival === undefined) return
      const { testEndpoint } = form
      testing.run({ kind: arrival.kind, environment, slot, method: methodOf(subject, slot), testEndpoint })
    })
  }
  return (
    <section ref={place} className={styles.check} aria-label={t('connect.check')}>
      <div className={styles.parted}>
        <h3>{t('connect.check')}</h3>
        <span className="hint grow">{t('connect.checkWhere', { environment })}</span>
        <Button
          refusal={refusal}
          isBusy={testing.isRunning || connecting.isRunning}
          onClick={() => refusal === undefined && tryIt()}
        >
          {t(tried === undefined ? 'providers.test' : 'connect.testAgain')}
        </Button>
      </div>
      {testing.error !== null && <Failure error={testing.error} />}
      {testing.data !== undefined && <CheckList checks={testing.data.data.checks} />}
      {isUnproven && (
        <Field
          label={t('connect.testEndpoint')}
          hint={t('connect.testEndpointHint')}
          isMono
          placeholder="/me"
          value={form.testEndpoint}
          onChange={(event) => onForm({ ...form, testEndpoint: event.target.value.trim() })}
        />
      )}
    </section>
  )
}
