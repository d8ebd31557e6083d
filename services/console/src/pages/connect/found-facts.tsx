import type { DetectedSource } from '@bindery/client'
import { Info } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatBytes } from '../../text/times.ts'
import { formatNumber, t } from '../../text/translate.ts'
import { Note } from '../../ui/marks.tsx'
import { ProviderText } from '../../ui/provider-text.tsx'
import { typeName } from '../providers/provider-state.ts'
import styles from './connect.module.css'
import type { Subject } from './subject.ts'

interface FoundFactsProps {
  readonly found: DetectedSource
  readonly subject: Subject
}

/** What was found before anything was asked: what it is, how much of it can be bound, how one signs in. */
export function FoundFacts({ found, subject }: FoundFactsProps): ReactNode {
  const [first] = subject.methods
  const facts = [
    [t('connect.description'), <Description key="description" found={found} />],
    [t('connect.operations'), <Operations key="operations" found={found} />],
    [
      t('connect.signIn'),
      found.auth.length === 0 && found.pack === null ? t('connect.noneNamed') : first?.title,
    ],
    [
      t('connect.pack'),
      found.pack === null
        ? t('connect.noPack')
        : t('providers.readySkills', { count: found.pack.presetCount }),
    ],
  ] as const
  return (
    <>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {found.warnings.length > 0 && (
        <Note icon={Info}>
          <ul>
            {found.warnings.map(({ code, message }) => (
              <li key={code}>{message}</li>
            ))}
          </ul>
        </Note>
      )}
    </>
  )
}

function Description({ found: { type, version, bytes } }: { readonly found: DetectedSource }): ReactNode {
  return (
    <>
      {typeName(type)}
      <span className="faint">
        {version !== null && <ProviderText>{` ${version.slice(0, 40)}`}</ProviderText>}
        {bytes !== null && `, ${formatBytes(bytes)}`}
      </span>
    </>
  )
}

function Operations({ found }: { readonly found: DetectedSource }): ReactNode {
  const { operationCount, availability } = found
  if (operationCount === undefined) return t('connect.afterDiscovery')
  return (
    <>
      {formatNumber(operationCount)}{' '}
      {availability !== undefined && <span className="faint">{saysOf(availability)}</span>}
    </>
  )
}

/** How many can be bound in full, with limits and not at all; nothing is said of none. */
function saysOf({ bindable, limited, quarantined }: NonNullable<DetectedSource['availability']>): string {
  const parts = [
    bindable > 0 && t('connect.full', { count: bindable }),
    limited > 0 && t('connect.limited', { count: limited }),
    quarantined > 0 && t('connect.quarantined', { count: quarantined }),
  ]
  return parts.filter((part) => part !== false).join(', ')
}
