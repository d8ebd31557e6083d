import { useSearch } from '@tanstack/react-router'
import { Download } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { auditTable } from '../../api/audit.ts'
import { send } from '../../api/client.ts'
import { useRefusal } from '../../api/session.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { useTell } from '../../ui/toasts.tsx'

/** Writes the entries that are listed, and those behind them, into a file. */
export function ExportButton({ onFailed }: { readonly onFailed: (error: unknown) => void }): ReactNode {
  const filter = useSearch({ from: '/audit' })
  const refusal = useRefusal('logs:read')
  const tell = useTell()
  const [isBusy, setIsBusy] = useState(false)
  const write = async (): Promise<void> => {
    setIsBusy(true)
    try {
      saveFile(await send(auditTable(filter)), 'audit.csv')
      onFailed(undefined)
      tell(t('audit.exported'))
    } catch (error) {
      onFailed(error)
    } finally {
      setIsBusy(false)
    }
  }
  return (
    <Button icon={Download} refusal={refusal} isBusy={isBusy} onClick={() => void write()}>
      {t('audit.export')}
    </Button>
  )
}
