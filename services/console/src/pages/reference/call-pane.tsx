import { curlOfRequest } from '@bindery/client'
import { Copy, Play, Square } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { useCopy } from '../../ui/copy-button.tsx'
import { Field } from '../../ui/field.tsx'
import { Failure } from '../../ui/states.tsx'
import styles from './call-pane.module.css'
import { AnswerText } from './answer-text.tsx'
import { inAddress, keyOf, missingOf, type ReferenceOperation, requestOf, type Typed } from './request-of.ts'
import { useRead } from './use-read.ts'

/**
 * The call, filled in: a read is asked by the session that is signed in when somebody presses, everything is a command to copy.
 * Nothing is sent because a page was opened.
 */
export function CallPane({ operation }: { readonly operation: ReferenceOperation }): ReactNode {
  const [typed, setTyped] = useState<Typed>(new Map())
  const { run, stop, isRunning, answer, error } = useRead()
  const copy = useCopy()
  useEffect(() => stop, [stop])
  const request = (): Request => requestOf(operation, typed, globalThis.location.origin)
  return (
    <section className={styles.pane} aria-labelledby="reference-call">
      <header className="row">
        <h3 id="reference-call">{t(operation.isWrite ? 'reference.call' : 'reference.try')}</h3>
        <span className="grow" />
        <Button look="quiet" icon={Copy} onClick={() => copy(curlOfRequest(request()))}>
          {t('common.copyCurl')}
        </Button>
        {isRunning ? (
          <Button icon={Square} onClick={stop}>
            {t('reference.stop')}
          </Button>
        ) : (
          <Button icon={Play} refusal={refusalOf(operation, typed)} onClick={() => run(request())}>
            {t('reference.run')}
          </Button>
        )}
      </header>
      <div className={styles.fields}>
        {inAddress(operation).map((argument) => (
          <Field
            key={keyOf(argument)}
            label={argument.name}
            isMono
            required={argument.required}
            autoComplete="off"
            spellCheck={false}
            value={typed.get(keyOf(argument)) ?? ''}
            placeholder={argument.type}
            onChange={({ target }) => setTyped(new Map([...typed, [keyOf(argument), target.value]]))}
          />
        ))}
      </div>
      <p className="hint">{t(operation.isWrite ? 'reference.writeHint' : 'reference.readHint')}</p>
      {error !== undefined && <Failure error={error} />}
      {answer !== undefined && <AnswerText answer={answer} />}
    </section>
  )
}

/** Why it is not asked here. */
function refusalOf(operation: ReferenceOperation, typed: Typed): string | undefined {
  if (operation.isWrite || operation.method !== 'GET') return t('reference.noWrites')
  if (operation.reveals === 'a secret') return t('reference.noSecrets')
  const [missing] = missingOf(operation, typed)
  return missing === undefined ? undefined : t('reference.isMissing', { name: missing })
}
