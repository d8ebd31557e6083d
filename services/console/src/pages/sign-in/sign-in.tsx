import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import { type ReactNode, useEffect, useEffectEvent, useState } from 'react'
import { signIn } from '../../api/session.ts'
import { Rich } from '../../text/rich.tsx'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Failure } from '../../ui/states.tsx'
import styles from './sign-in.module.css'
import { takeCode } from './take-code.ts'

/** The way in: a link that was printed at the start, or a key. */
export function SignIn(): ReactNode {
  const [apiKey, setApiKey] = useState('')
  const queryClient = useQueryClient()
  const entering = useMutation({
    mutationFn: signIn,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['session'] }),
  })
  const useLink = useEffectEvent(() => {
    const code = takeCode()
    if (code !== undefined) entering.mutate({ code })
  })
  useEffect(() => useLink(), [])
  const isLink = entering.variables !== undefined && 'code' in entering.variables
  return (
    <main className={styles.place}>
      <form
        className={`card ${styles.form}`}
        onSubmit={(event) => {
          event.preventDefault()
          entering.mutate({ apiKey })
        }}
      >
        <h1>{t('signIn.title')}</h1>
        <p className="dim">{t('signIn.lead')}</p>
        {entering.isError && isLink && <p role="alert">{t('signIn.linkUsed')}</p>}
        {entering.isError && !isLink && <Failure error={entering.error} />}
        <Field
          label={t('signIn.apiKey')}
          hint={t('signIn.hint')}
          type="password"
          autoComplete="off"
          isMono
          required
          value={apiKey}
          onChange={(event) => setApiKey(event.target.value)}
        />
        <Button type="submit" look="primary" size="large" isBusy={entering.isPending}>
          {t('signIn.submit')}
        </Button>
        <OpenDescription />
        <details>
          <summary>{t('signIn.whereTitle')}</summary>
          <p className="dim">{t('signIn.where')}</p>
        </details>
      </form>
    </main>
  )
}

/** Who wanted the reference of the API gets what of it needs no key. */
function OpenDescription(): ReactNode {
  const isReference = useLocation({ select: ({ pathname }) => pathname.startsWith('/docs/api') })
  if (!isReference) return null
  return (
    <p className="dim">
      <Rich
        of="signIn.reference"
        parts={{ description: <a href="/openapi.json">{t('signIn.description')}</a> }}
      />
    </p>
  )
}
