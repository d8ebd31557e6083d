import { createContext, type ReactNode, useContext, useState } from 'react'
import { Rich } from '../text/rich.tsx'
import { t } from '../text/translate.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Sheet } from '../ui/sheet.tsx'

type Guard = (environment: string, act: () => void) => void

const GuardContext = createContext<Guard>((_environment, act) => act())

/** Runs what changes an environment; for production its name is typed first, once per session of the browser. */
export const useGuard = (): Guard => useContext(GuardContext)

const place = 'bindery.production'

export function ProductionGuard({ children }: { readonly children: ReactNode }): ReactNode {
  const [waiting, setWaiting] = useState<(() => void) | undefined>()
  const guard: Guard = (environment, act) => {
    if (environment !== 'production' || sessionStorage.getItem(place) === 'named') act()
    else setWaiting(() => act)
  }
  const goOn = (): void => {
    sessionStorage.setItem(place, 'named')
    setWaiting(undefined)
    waiting?.()
  }
  return (
    <GuardContext value={guard}>
      {children}
      {waiting !== undefined && <NameProduction onNamed={goOn} onClose={() => setWaiting(undefined)} />}
    </GuardContext>
  )
}

interface NameProductionProps {
  readonly onNamed: () => void
  readonly onClose: () => void
}

function NameProduction({ onNamed, onClose }: NameProductionProps): ReactNode {
  const [name, setName] = useState('')
  const isNamed = name === 'production'
  return (
    <Sheet title={t('shell.productionTitle')} onClose={onClose} shape="dialog">
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (isNamed) onNamed()
        }}
      >
        <p>
          <Rich of="shell.productionBody" parts={{ name: <b className="mono">production</b> }} />
        </p>
        <Field
          label={t('shell.productionField')}
          value={name}
          isMono
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
        />
        <div className="row">
          <Button type="submit" look="primary" disabled={!isNamed}>
            {t('common.confirm')}
          </Button>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
        </div>
      </form>
    </Sheet>
  )
}
