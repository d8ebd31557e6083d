import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { Skeleton } from '../../ui/states.tsx'
import type { Draft } from './use-draft.ts'
import styles from './yaml-pane.module.css'

/** The binding's body as it stands, to be read, pasted and changed: the same draft as the panes show. */
export function YamlPane<Body>({ draft }: { readonly draft: Draft<Body> }): ReactNode {
  const yaml = useQuery({ queryKey: ['yaml'], queryFn: () => import('./yaml.ts'), staleTime: Infinity })
  const [typed, setTyped] = useState<string>()
  const [fault, setFault] = useState<string>()
  if (yaml.data === undefined) return <Skeleton rows={8} what="YAML" />
  const { read, write } = yaml.data
  const apply = (): void => {
    const result = read(typed ?? '', draft.is)
    if (!result.ok) return setFault(result.message)
    draft.edit(result.binding)
    setTyped(undefined)
    setFault(undefined)
  }
  return (
    <section className={styles.pane} aria-label="YAML">
      <textarea
        className={`mono ${styles.text}`}
        aria-label={t('editor.yaml')}
        aria-invalid={fault !== undefined || undefined}
        aria-describedby="yaml-fault"
        spellCheck={false}
        value={typed ?? write(draft.binding)}
        onChange={(event) => setTyped(event.target.value)}
      />
      <div className="row">
        <Button onClick={apply} disabled={typed === undefined}>
          {t('editor.apply')}
        </Button>
        {typed !== undefined && (
          <Button
            look="quiet"
            onClick={() => {
              setTyped(undefined)
              setFault(undefined)
            }}
          >
            {t('editor.discard')}
          </Button>
        )}
        <span id="yaml-fault" role="alert" className="status bad">
          {fault}
        </span>
      </div>
    </section>
  )
}
