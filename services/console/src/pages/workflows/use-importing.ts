import type { ImportedArazzo } from '@bindery/client'
import { useState } from 'react'
import { type Command, useCommand } from '../../api/use-command.ts'
import { importWorkflows } from '../../api/workflows.ts'
import { t } from '../../text/translate.ts'
import { useTell } from '../../ui/toasts.tsx'

type Sources = Readonly<Record<string, string>>

/** What was answered, and to which document: what is typed afterwards is another one. */
interface Seen {
  readonly imported: ImportedArazzo
  /** Nothing was stored. */
  readonly isTrial: boolean
}

export interface Importing {
  readonly document: string
  readonly write: (document: string) => void
  /** Providers that the operator chose for descriptions of the document. */
  readonly sources: Sources
  readonly choose: (name: string, kind: string) => void
  readonly seen: Seen | undefined
  readonly look: () => void
  readonly make: () => void
  readonly isLooking: boolean
  readonly isMaking: boolean
  readonly error: Command<unknown, unknown>['error']
}

/** A document is looked at first, and becomes skills when the operator has seen what would become of it. */
export function useImporting(agentId: string): Importing {
  const [document, setDocument] = useState('')
  const [sources, setSources] = useState<Sources>({})
  const [seen, setSeen] = useState<Seen>()
  const tell = useTell()
  const call = importWorkflows(agentId)
  const look = useCommand({
    call,
    changes: [],
    onDone: ({ data }) => setSeen({ imported: data, isTrial: true }),
  })
  const make = useCommand({
    call,
    changes: [['agents']],
    onDone: ({ data }) => {
      setSeen({ imported: data, isTrial: false })
      tell(t('workflows.made', { count: data.workflows.filter(({ skill }) => skill !== null).length }))
    },
  })
  const ask = (chosen: Sources): void => {
    make.reset()
    look.run({ document, sources: { ...chosen }, dryRun: true })
  }
  return {
    document,
    write: (text) => {
      setDocument(text)
      setSources({})
      setSeen(undefined)
    },
    sources,
    choose: (name, kind) => {
      const chosen = { ...sources, [name]: kind }
      setSources(chosen)
      ask(chosen)
    },
    seen,
    look: () => ask(sources),
    make: () => make.run({ document, sources: { ...sources }, dryRun: false }),
    isLooking: look.isRunning,
    isMaking: make.isRunning,
    error: make.error ?? look.error,
  }
}
