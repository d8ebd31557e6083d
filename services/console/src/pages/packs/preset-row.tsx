import type { Pack } from '@bindery/client'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useId } from 'react'
import type { BindingPlace } from '../../api/bindings.ts'
import { t } from '../../text/translate.ts'
import { classOf } from '../../ui/button.tsx'
import { Status, Tag } from '../../ui/marks.tsx'
import styles from './packs.module.css'

/** Whether the catalog of this account supports a preset, and why not. */
export interface Fit {
  readonly slug: string
  readonly supported: boolean
  readonly missingConfig: readonly string[]
  readonly issues: readonly { readonly message: string }[]
}

type Preset = Pack['presets'][number]

interface PresetRowProps {
  /** The agent that may get it; absent where no agent is chosen. */
  readonly place?: BindingPlace
  readonly preset: Preset
  readonly fit: Fit | undefined
  readonly installed?: { readonly version: string; readonly skillId: string } | undefined
  readonly isChosen?: boolean
  readonly onChoose?: (isChosen: boolean) => void
}

/** One ready-made skill: what it does, whether it fits this account, and whether the agent has it. */
export function PresetRow(props: PresetRowProps): ReactNode {
  const { preset, fit, installed, isChosen = false, onChoose } = props
  const { slug, toolName, description, isWrite } = preset
  const id = useId()
  return (
    <li className={styles.preset}>
      {onChoose !== undefined && (
        <input
          id={id}
          type="checkbox"
          checked={isChosen}
          disabled={fit?.supported !== true || installed !== undefined}
          onChange={(event) => onChoose(event.target.checked)}
        />
      )}
      <div className={styles.what}>
        <div className={styles.head}>
          <label htmlFor={onChoose === undefined ? undefined : id}>
            <b>{toolName}</b>
          </label>
          <span className="faint mono">{slug}</span>
          {isWrite && <Tag meaning="warn">{t('agents.write')}</Tag>}
        </div>
        <p className="dim">{description}</p>
        <Reasons {...props} />
      </div>
      <Standing fit={fit} installed={installed} place={props.place} />
    </li>
  )
}

function Standing({
  fit,
  installed,
  place,
}: Pick<PresetRowProps, 'fit' | 'installed'> & { readonly place: BindingPlace | undefined }): ReactNode {
  if (installed !== undefined && place !== undefined)
    return (
      <Link
        to="/agents/$agentId/bindings/$skillId"
        params={{ agentId: place.agentId, skillId: installed.skillId }}
      >
        {t('packs.isInstalled', { version: installed.version })}
      </Link>
    )
  if (fit === undefined) return null
  if (!fit.supported) return <Status meaning="warn">{t('packs.doesNotFit')}</Status>
  if (fit.missingConfig.length > 0) return <Status meaning="warn">{t('packs.needsConfig')}</Status>
  return <Status meaning="ok">{t('packs.fits')}</Status>
}

/** Why it does not fit, and the way by hand; or what it still asks for. */
function Reasons({ place, preset, fit }: PresetRowProps): ReactNode {
  if (fit === undefined) return null
  if (fit.supported)
    return fit.missingConfig.length === 0 ? null : (
      <p className="hint">{t('packs.asksFor', { names: fit.missingConfig.join(', ') })}</p>
    )
  return (
    <>
      <ul className={styles.reasons}>
        {fit.issues.map(({ message }) => (
          <li key={message}>{message}</li>
        ))}
      </ul>
      {place !== undefined && <ByHand place={place} preset={preset} />}
    </>
  )
}

/** The editor of what the preset is made of: one operation, or steps. */
function ByHand({ place, preset }: { readonly place: BindingPlace; readonly preset: Preset }): ReactNode {
  const { agentId, kind } = place
  const { binding, toolName } = preset
  const words = (
    <>
      {t('packs.byHand')}
      <span className="sr"> {toolName}</span>
    </>
  )
  if ('steps' in binding)
    return (
      <Link className={classOf('normal')} to="/agents/$agentId/steps/new" params={{ agentId }}>
        {words}
      </Link>
    )
  return (
    <Link
      className={classOf('normal')}
      to="/agents/$agentId/bindings/new"
      params={{ agentId }}
      search={{ provider: kind, operation: binding.operation }}
    >
      {words}
    </Link>
  )
}
