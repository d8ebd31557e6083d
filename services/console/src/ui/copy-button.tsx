import { Copy } from 'lucide-react'
import type { ReactNode } from 'react'
import { asCurl, type Call } from '../api/client.ts'
import { t } from '../text/translate.ts'
import { Button } from './button.tsx'
import { useTell } from './toasts.tsx'

/** Puts text on the clipboard and says so; says too when the browser refuses. */
export function useCopy(): (text: string | Promise<string>) => void {
  const tell = useTell()
  return (text) => {
    void Promise.resolve(text)
      .then((ready) => navigator.clipboard.writeText(ready))
      .then(
        () => tell(t('common.copied')),
        () => tell(t('common.couldNotCopy')),
      )
  }
}

/** What the button beside it does, as a command of a shell. */
export function CopyCurl({ call }: { readonly call: Call<unknown> }): ReactNode {
  const copy = useCopy()
  return (
    <Button look="quiet" icon={Copy} onClick={() => copy(asCurl(call))}>
      {t('common.copyCurl')}
    </Button>
  )
}
