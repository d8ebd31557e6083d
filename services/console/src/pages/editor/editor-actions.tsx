import type { AuthoredSkill, Binding } from '@bindery/client'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { Redo2, Undo2 } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { bindingQuery, savedBinding, saveBinding } from '../../api/bindings.ts'
import { useRefusal } from '../../api/session.ts'
import { useCommand } from '../../api/use-command.ts'
import { useHere } from '../../api/use-here.ts'
import { useShortcut } from '../../keys/use-shortcut.ts'
import { t } from '../../text/translate.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { useCopy } from '../../ui/copy-button.tsx'
import { asCurl } from '../../api/client.ts'
import { useTell } from '../../ui/toasts.tsx'
import { Failure } from '../../ui/states.tsx'
import { EnableSkill } from './enable-skill.tsx'
import { useEditor } from './editor-context.tsx'
import { draftKey, settleHistory } from './kept-history.ts'
import type { Trial } from './use-trial.ts'

interface EditorActionsProps {
  readonly skill: AuthoredSkill | undefined
  readonly trial: Trial
  /** The test was asked for: on a phone its pane comes to the front. */
  readonly onTest: () => void
  readonly isYaml: boolean
  readonly onYaml: () => void
}

/** Undo, save, enable. Saving is the only step that leaves the browser, and live calls feel none of it before publishing. */
export function EditorActions({ skill, trial, onTest, isYaml, onYaml }: EditorActionsProps): ReactNode {
  const { draft } = useEditor()
  const save = useSave(skill)
  const refusal = useRefusal('skills:write')
  const isDirty = draft.isKept || skill === undefined
  useShortcut('undo', () => draft.undo?.())
  useShortcut('redo', () => draft.redo?.())
  const test = (): void => {
    onTest()
    if (trial.refusal === undefined) trial.run()
  }
  useShortcut('test', test)
  const latest = useRef(draft.binding)
  useEffect(() => {
    latest.current = draft.binding
  })
  useShortcut('save', () => {
    // What is still being typed becomes an edit first.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    setTimeout(() => save.run(latest.current))
  })
  return (
    <>
      {save.error !== null && <Failure error={save.error} />}
      <IconButton
        icon={Undo2}
        label={t('editor.undo')}
        disabled={draft.undo === undefined}
        onClick={draft.undo}
      />
      <IconButton
        icon={Redo2}
        label={t('editor.redo')}
        disabled={draft.redo === undefined}
        onClick={draft.redo}
      />
      <MoreActions skill={skill} />
      <Button look="quiet" aria-pressed={isYaml} onClick={onYaml}>
        YAML
      </Button>
      <Button isBusy={trial.isRunning} onClick={test}>
        {t('editor.test')}
      </Button>
      <Button
        {...(isDirty && { look: 'primary' as const })}
        refusal={refusal ?? (isDirty ? undefined : t('editor.nothingToSave'))}
        isBusy={save.isRunning}
        onClick={() => save.run(draft.binding)}
      >
        {t('common.save')}
      </Button>
      {skill !== undefined && !isDirty && !skill.isEnabled && <EnableSkill skill={skill} />}
    </>
  )
}

function useSave(skill: AuthoredSkill | undefined) {
  const { agentId, kind, operation } = useEditor()
  const queryClient = useQueryClient()
  const router = useRouter()
  const tell = useTell()
  const mark = useHere()
  const [isHere] = useState(mark)
  const place = { agentId, kind }
  const key =
    skill === undefined ? draftKey(agentId, 'new', kind, operation.name) : draftKey(agentId, skill.id)
  const pageOf = (skillId: string) =>
    ({ to: '/agents/$agentId/bindings/$skillId', params: { agentId, skillId } }) as const
  // Where the edit goes on is made ready first: what is typed meanwhile goes along.
  const goOn = async (skillId: string, input: Binding): Promise<void> => {
    const [{ data: fresh }] = await Promise.all([
      queryClient.fetchQuery(bindingQuery(place, skillId)),
      router.preloadRoute(pageOf(skillId)),
    ])
    settleHistory(key, input, { key: draftKey(agentId, skillId), saved: fresh.binding })
    if (isHere()) await router.navigate({ ...pageOf(skillId), replace: true })
  }
  return useCommand({
    call: saveBinding(place, skill),
    changes: [['agents'], ['integrations']],
    onAnswered: async ({ data }, input) => {
      if (skill === undefined) return
      settleHistory(key, input, { key, saved: await savedBinding(place, data.id) })
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

function MoreActions({ skill }: { readonly skill: AuthoredSkill | undefined }): ReactNode {
  const { agentId, kind, draft } = useEditor()
  const [isTold, setIsTold] = useState(false)
  const copy = useCopy()
  const published = skill?.published ?? null
  const call = (binding: Binding) => saveBinding({ agentId, kind }, skill)(binding)
  return (
    <Menu trigger={t('editor.more')}>
      <MenuItem onPick={() => copy(asCurl(call(draft.binding)))}>{t('common.copyCurl')}</MenuItem>
      <MenuItem
        onPick={() => {
          draft.revert()
          setIsTold(true)
        }}
      >
        {t(isTold && !draft.isKept ? 'editor.reverted' : 'editor.revert')}
      </MenuItem>
      {published !== null && (
        <MenuItem onPick={() => draft.edit(published.binding)}>
          {t('editor.revertPublished', { version: published.version })}
        </MenuItem>
      )}
    </Menu>
  )
}
