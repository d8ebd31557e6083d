import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useRefusal } from '../../api/session.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { useEnabling } from '../agents/use-enabling.tsx'
import type { SavedSkill } from './saved-skill.ts'

/** Enables what was saved, then goes where it is published. A write is asked about first. */
export function EnableSkill({ skill }: { readonly skill: SavedSkill<unknown> }): ReactNode {
  const { agentId, status } = skill
  const navigate = useNavigate()
  const refusal = useRefusal('skills:write', 'everywhere')
  const { enable, isRunning, sheet } = useEnabling(agentId, skill, {
    goOn: () => void navigate({ to: '/agents/$agentId', params: { agentId } }),
  })
  return (
    <>
      <Button
        look="primary"
        isBusy={isRunning}
        refusal={refusal ?? (status === 'valid' ? undefined : t('agents.notValid'))}
        onClick={enable}
      >
        {t('agents.enable')}
      </Button>
      {sheet}
    </>
  )
}
