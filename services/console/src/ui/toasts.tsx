import { createContext, type ReactNode, useCallback, useContext, useState } from 'react'
import styles from './toasts.module.css'

type Tell = (sentence: string) => void

const ToastContext = createContext<Tell>(() => undefined)

/** Says one sentence about what was just done, to the eye and to a screen reader. */
export const useTell = (): Tell => useContext(ToastContext)

/** Holds what was told last: a new sentence takes the place of the old one. */
export function Toasts({ children }: { readonly children: ReactNode }): ReactNode {
  const [told, setTold] = useState({ sentence: '', number: 0 })
  const tell = useCallback(
    (sentence: string) => setTold(({ number }) => ({ sentence, number: number + 1 })),
    [],
  )
  return (
    <ToastContext value={tell}>
      {children}
      <div role="status" aria-live="polite" className={styles.place}>
        {told.sentence !== '' && <Toast key={told.number} sentence={told.sentence} onGone={() => tell('')} />}
      </div>
    </ToastContext>
  )
}

function Toast({ sentence, onGone }: { readonly sentence: string; readonly onGone: () => void }): ReactNode {
  return (
    <p className={styles.toast} onAnimationEnd={onGone}>
      {sentence}
    </p>
  )
}
