import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { overviewQuery } from '../../api/agents.ts'
import { openDraftsQuery } from '../../api/drafts.ts'
import { t } from '../../text/translate.ts'
import { Card } from '../../ui/card.tsx'
import { Empty } from '../../ui/states.tsx'
import { PublishCard } from './publish-card.tsx'
import { SkillRow } from './skill-row.tsx'
import styles from './skills-view.module.css'

/** The skills of the draft beside what is live, and what publishing would do. */
export function SkillsView(): ReactNode {
  const { agentId } = useParams({ from: '/agents/$agentId' })
  const { data } = useQuery(overviewQuery(agentId))
  if (data === undefined) return null
  const { skills, tokens } = data
  const shown = t('common.showing', { shown: skills.length, total: skills.length })
  return (
    <div className="columns">
      <Card
        title={t('agents.skills')}
        actions={<OpenDrafts agentId={agentId} />}
        count={`${shown} · ${t('agents.tokens', { total: tokens.total, budget: tokens.budget })}`}
      >
        {skills.length === 0 ? (
          <Empty>{t('agents.noSkills')}</Empty>
        ) : (
          <div className={styles.scroll}>
            <table className={styles.table}>
              <thead>
                <tr>
                  <th>{t('agents.skill')}</th>
                  <th>{t('agents.draft')}</th>
                  <th>{t('agents.tests')}</th>
                  <th className={styles.num}>{t('agents.callsHead')}</th>
                  <th className={styles.num}>{t('agents.worked')}</th>
                  <th className={styles.num}>{t('agents.tokenColumn')}</th>
                  <th>
                    <span className="sr">{t('agents.enabled')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {skills.map((skill) => (
                  <SkillRow key={skill.skillId} agentId={agentId} skill={skill} />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Card>
      <PublishCard agentId={agentId} />
    </div>
  )
}

/** How many drafts of the agent wait for a person; nothing where none does, or the key may not read them. */
function OpenDrafts({ agentId }: { readonly agentId: string }): ReactNode {
  const { data } = useQuery(openDraftsQuery(agentId))
  const count = data?.meta?.total ?? 0
  if (count === 0) return null
  return (
    <Link to="/review" search={{ type: 'draft' }}>
      {t('agents.openDrafts', { count })}
    </Link>
  )
}
