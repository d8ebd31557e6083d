import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useCommand } from '../../api/use-command.ts'
import { useHere } from '../../api/use-here.ts'
import { t } from '../../text/translate.ts'
import { useTell } from '../../ui/toasts.tsx'
import type { Keeping } from './keeping.ts'
import { draftKey, type Guard, settleHistory } from './kept-history.ts'
import type { SavedSkill } from './saved-skill.ts'

/** Saves what is edited, and goes on where it is saved. */
export function useSave<Body>(skill: SavedSkill<Body> | undefined, keeping: Keeping<Body>, is: Guard<Body>) {
  const { agentId } = keeping
  const queryClient = useQueryClient()
  const router = useRouter()
  const tell = useTell()
  const mark = useHere()
  const [isHere] = useState(mark)
  const key = skill === undefined ? keeping.newKey : draftKey(agentId, skill.id)
  const pageOf = (skillId: string) =>
    ({ to: '/agents/$agentId/bindings/$skillId', params: { agentId, skillId } }) as const
  // Where the edit goes on is made ready first: what is typed meanwhile goes along.
  const goOn = async (skillId: string, input: Body): Promise<void> => {
    const [saved] = await Promise.all([
      keeping.saved(skillId),
      keeping.prepare(queryClient, skillId),
      router.preloadRoute(pageOf(skillId)),
    ])
    settleHistory(key, input, { key: draftKey(agentId, skillId), saved, is })
    if (isHere()) await router.navigate({ ...pageOf(skillId), replace: true })
  }
  return useCommand({
    call: keeping.save(skill),
    changes: [['agents'], ['integrations']],
    onAnswered: async ({ data }, input) => {
      if (skill === undefined) return
      settleHistory(key, input, { key, saved: await keeping.saved(data.id), is })
    },
    onDone: ({ data }, input) => {
      tell(t(data.status === 'valid' ? 'editor.savedTold' : 'editor.savedNotValid'))
      if (skill === undefined) void goOn(data.id, input)
    },
    // What somebody else saved is loaded: the edit is offered beside it.
    onRefused: (error) => {
      if (error.problem.code !== 'conflict') return
      tell(t('editor.changedElsewhere'))
      void queryClient.invalidateQueries({ queryKey: ['agents', agentId, 'bindings'] })
    },
  })
}
