import type { System } from '@bindery/client'
import { Download } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { send } from '../../api/client.ts'
import { useRefusal } from '../../api/session.ts'
import { backup } from '../../api/system.ts'
import { atTime } from '../../text/times.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { Failure } from '../../ui/states.tsx'
import { useTell } from '../../ui/toasts.tsx'
import styles from './settings.module.css'

/** What the store was restored from, and a backup of it as a file. */
export function BackupCard({ restored }: Pick<System, 'restored'>): ReactNode {
  const [error, setError] = useState<unknown>(undefined)
  return (
    <Card title={t('system.backup')} actions={<DownloadButton onFailed={setError} />}>
      <div className={styles.body}>
        <p className="dim">{t('system.backupLead')}</p>
        {restored !== null && (
          <p>
            {t('system.restored', {
              when: atTime(restored.restoredAt),
              from: atTime(restored.backupAt),
              epoch: String(restored.epoch),
            })}
          </p>
        )}
        {error !== undefined && <Failure error={error} />}
      </div>
    </Card>
  )
}

function DownloadButton({ onFailed }: { readonly onFailed: (error: unknown) => void }): ReactNode {
  const refusal = useRefusal('keys:write')
  const tell = useTell()
  const [isBusy, setIsBusy] = useState(false)
  const download = async (): Promise<void> => {
    setIsBusy(true)
    onFailed(undefined)
    try {
      saveFile(await send(backup), 'bindery.backup')
      tell(t('system.backupMade'))
    } catch (error) {
      onFailed(error)
    } finally {
      setIsBusy(false)
    }
  }
  return (
    <Button icon={Download} refusal={refusal} isBusy={isBusy} onClick={() => void download()}>
      {t('system.makeBackup')}
    </Button>
  )
}
