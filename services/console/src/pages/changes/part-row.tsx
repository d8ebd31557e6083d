import type { PartDrift } from '@bindery/client'
import type { ReactNode } from 'react'
import { t } from '../../text/translate.ts'
import { type Meaning, Status, Tag } from '../../ui/marks.tsx'
import styles from './changes-page.module.css'

interface Part extends Omit<PartDrift, 'kind'> {
  readonly kind: PartDrift['kind'] | 'document'
}

const meanings: Readonly<Record<PartDrift['impact'], Meaning>> = {
  compatible: 'ok',
  breaking: 'warn',
  security: 'bad',
}

/** One part that was added, changed or removed, with what about it, and whether that breaks who uses it. */
export function PartRow({ part }: { readonly part: Part }): ReactNode {
  const { change, kind, name, impact, facts } = part
  return (
    <li className={styles.part}>
      <div className={styles.head}>
        <Tag>{t(`changes.change_${change}`)}</Tag>
        <span className="faint">{t(`changes.kind_${kind}`)}</span>
        <b className="mono" dir="auto">
          {name}
        </b>
        <span className="grow" />
        <Status meaning={meanings[impact]}>{t(`changes.is_${impact}`)}</Status>
      </div>
      {facts.length > 0 && (
        <ul className={styles.facts}>
          {facts.map(({ member, fact, message }) => (
            <li key={`${member} ${fact} ${message}`} dir="auto">
              {message}
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}
