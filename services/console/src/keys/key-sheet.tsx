import { type ReactNode, useState } from 'react'
import { t } from '../text/translate.ts'
import { Sheet } from '../ui/sheet.tsx'
import { Switch } from '../ui/switch.tsx'
import styles from './key-sheet.module.css'
import { areSingleKeysOn, switchSingleKeys } from './single-keys.ts'
import { shortcuts } from './shortcuts.ts'

/** Every shortcut there is, and the switch for those of one key. */
export function KeySheet({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [isOn, setIsOn] = useState(areSingleKeysOn)
  return (
    <Sheet title={t('keys.title')} onClose={onClose} shape="dialog">
      <dl className={styles.keys}>
        {Object.values(shortcuts).map(({ keys, says }) => (
          <div key={keys} className="row">
            <dt className="grow">{t(says)}</dt>
            <dd>
              <kbd>{keys.replace('mod', 'Ctrl')}</kbd>
            </dd>
          </div>
        ))}
      </dl>
      <div>
        <div className="row">
          <span className="grow">{t('keys.single')}</span>
          <Switch
            label={t('keys.single')}
            isOn={isOn}
            onSwitch={(next) => {
              switchSingleKeys(next)
              setIsOn(next)
            }}
          />
        </div>
        <p className="hint">{t('keys.singleHint')}</p>
      </div>
    </Sheet>
  )
}
