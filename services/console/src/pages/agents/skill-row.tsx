import type { AgentOverview } from '@bindery/client'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useRefusal } from '../../api/session.ts'
import { formatNumber, locale, t } from '../../text/translate.ts'
import { Status, Tag } from '../../ui/marks.tsx'
import { Switch } from '../../ui/switch.tsx'
import styles from './skills-view.module.css'
import { useEnabling } from './use-enabling.tsx'

export type SkillOverview = AgentOverview['skills'][number]

interface SkillRowProps {
  readonly agentId: string
  readonly skill: SkillOverview
}

/** One skill: what publishing would do to it, whether it is tested, and how it does. */
export function SkillRow({ agentId, skill }: SkillRowProps): ReactNode {
  const { row, draftState, tests, stats24h, tokens, drift } = skill
  return (
    <tr>
      <td className={styles.name}>
        <SkillName agentId={agentId} skill={skill} />
        <small>
          {row?.integrations.join(', ') ?? t('agents.deleted')}
          {typeof row?.steps === 'number' && ` · ${t('agents.ofSteps', { count: row.steps })}`}
          {row?.isWrite === true && <span className={styles.write}> · {t('agents.write')}</span>}
        </small>
      </td>
      <td>
        <DraftState state={draftState} isStale={row?.status === 'stale'} />
        {drift !== null && <DriftLink drift={drift} />}
      </td>
      <td>
        <Tests tests={tests} />
      </td>
      <td className={styles.num}>{stats24h.calls === 0 ? '' : formatNumber(stats24h.calls)}</td>
      <td className={styles.num}>
        <Worked stats={stats24h} />
      </td>
      <td className={styles.num}>{formatNumber(tokens)}</td>
      <td>{row !== null && <Enabled agentId={agentId} skill={row} />}</td>
    </tr>
  )
}

/** Leads to the binding, where there is one to edit. */
function SkillName({ agentId, skill: { row, functionName } }: SkillRowProps): ReactNode {
  if (row === null || !['binding', 'auto', 'pack'].includes(row.origin))
    return <b title={functionName}>{functionName}</b>
  return (
    <Link to="/agents/$agentId/bindings/$skillId" params={{ agentId, skillId: row.id }} title={functionName}>
      {functionName}
    </Link>
  )
}

/** Leads to what the changed provider means for it. */
const DriftLink = ({ drift }: { readonly drift: NonNullable<SkillOverview['drift']> }): ReactNode => (
  <Link to="/review" search={{ type: 'drift', item: drift.id }}>
    {t('agents.reviewDrift')}
  </Link>
)

const meanings = { added: 'accent', changed: 'warn', removed: 'bad' } as const

function DraftState({
  state,
  isStale,
}: {
  readonly state: SkillOverview['draftState']
  readonly isStale: boolean
}): ReactNode {
  if (isStale) return <Status meaning="warn">{t('agents.stale')}</Status>
  if (state === 'same' || state === 'left_out')
    return <span className="dim">{t(`agents.state_${state}`)}</span>
  return <Tag meaning={meanings[state]}>{t(`agents.state_${state}`)}</Tag>
}

function Tests({ tests: { total, failing } }: Pick<SkillOverview, 'tests'>): ReactNode {
  if (total === 0) return <span className="dim">{t('agents.noTests')}</span>
  const words = t('agents.testsPass', { passing: total - failing, total })
  return failing === 0 ? words : <Status meaning="bad">{words}</Status>
}

const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })

function Worked({
  stats: { calls, failed, waiting },
}: {
  readonly stats: SkillOverview['stats24h']
}): ReactNode {
  if (waiting > 0)
    return (
      <Link to="/review" search={{ type: 'approval' }}>
        {t('agents.waiting', { count: waiting })}
      </Link>
    )
  return calls === 0 ? '' : percent.format((calls - failed) / calls)
}

interface EnabledProps {
  readonly agentId: string
  readonly skill: NonNullable<SkillOverview['row']>
}

/** Switches a skill of the draft; one that writes asks first what it may do. */
function Enabled({ agentId, skill }: EnabledProps): ReactNode {
  const refusal = useRefusal('skills:write', 'everywhere')
  const { enable, disable, sheet } = useEnabling(agentId, skill)
  return (
    <>
      <Switch
        label={t('agents.switch', { name: skill.functionName })}
        isOn={skill.isEnabled}
        refusal={refusal ?? (skill.status === 'valid' || skill.isEnabled ? undefined : t('agents.notValid'))}
        onSwitch={(isOn) => (isOn ? enable() : disable())}
      />
      {sheet}
    </>
  )
}
