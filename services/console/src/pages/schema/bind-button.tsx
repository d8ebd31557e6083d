import type { Operation } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { agentsQuery } from '../../api/agents.ts'
import { useRefusal } from '../../api/session.ts'
import { useShortcut } from '../../keys/use-shortcut.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'

interface BindButtonProps {
  readonly kind: string
  readonly operation: Operation
}

/** Begins a binding of the operation for an agent: the only one, or one that is chosen. */
export function BindButton({ kind, operation }: BindButtonProps): ReactNode {
  const { data } = useQuery(agentsQuery)
  const navigate = useNavigate()
  const scope = useRefusal('skills:write')
  const agents = data?.data ?? []
  const [only, ...others] = agents
  const refusal = scope ?? refusalOf(operation, agents.length)
  const bind = (agentId: string): void =>
    void navigate({
      to: '/agents/$agentId/bindings/new',
      params: { agentId },
      search: { provider: kind, operation: operation.name },
    })
  const first = only === undefined ? undefined : () => refusal === undefined && bind(only.id)
  useShortcut('bind', () => first?.())
  if (others.length === 0 || refusal !== undefined)
    return (
      <Button look="primary" refusal={refusal} onClick={first}>
        {t('schema.bind')}
      </Button>
    )
  return (
    <Menu trigger={t('schema.bindFor')} look="primary">
      {agents.map(({ id, name }) => (
        <MenuItem key={id} onPick={() => bind(id)}>
          {name}
        </MenuItem>
      ))}
    </Menu>
  )
}

function refusalOf({ availability }: Operation, agents: number): string | undefined {
  if (availability.status === 'quarantined') return t('schema.why_quarantined')
  return agents === 0 ? t('schema.noAgent') : undefined
}
