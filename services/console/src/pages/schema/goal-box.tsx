import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { agentsQuery } from '../../api/agents.ts'
import { useRefusal } from '../../api/session.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import styles from './goal-box.module.css'

/** A goal over this provider, in words: the draft that it becomes opens on a page of its own. */
export function GoalBox({ kind }: { readonly kind: string }): ReactNode {
  const { data } = useQuery(agentsQuery)
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const scope = useRefusal('skills:write')
  const [goal, setGoal] = useState('')
  const [chosen, setChosen] = useState<string>()
  const agents = data?.data ?? []
  const refusal = scope ?? (data?.data.length === 0 ? t('schema.noAgent') : undefined)
  const propose = async (): Promise<void> => {
    if (refusal !== undefined || goal.trim() === '') return
    // Whoever is faster than the list of agents waits for it.
    const agentId = chosen ?? (await queryClient.ensureQueryData(agentsQuery)).data[0]?.id
    if (agentId === undefined) return
    await navigate({
      to: '/agents/$agentId/auto',
      params: { agentId },
      search: { provider: kind },
      state: (state) => ({ ...state, proposing: goal }),
    })
  }
  return (
    <form
      className={styles.box}
      onSubmit={(event) => {
        event.preventDefault()
        void propose()
      }}
    >
      <input
        className="input"
        aria-label={t('drafting.wanted')}
        placeholder={t('drafting.wanted')}
        required
        maxLength={2000}
        value={goal}
        onChange={(event) => setGoal(event.target.value)}
      />
      {agents.length > 1 && (
        <select
          className="input"
          aria-label={t('drafting.agent')}
          value={chosen ?? agents[0]?.id}
          onChange={(event) => setChosen(event.target.value)}
        >
          {agents.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
      <Button type="submit" refusal={refusal}>
        {t('drafting.draft')}
      </Button>
    </form>
  )
}
