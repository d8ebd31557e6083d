import { Redo2, Undo2 } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useRefusal } from '../../api/session.ts'
import { useShortcut } from '../../keys/use-shortcut.ts'
import { t } from '../../text/translate.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { useCopy } from '../../ui/copy-button.tsx'
import { asCurl } from '../../api/client.ts'
import { Failure } from '../../ui/states.tsx'
import { EnableSkill } from './enable-skill.tsx'
import type { Keeping } from './keeping.ts'
import type { SavedSkill } from './saved-skill.ts'
import type { Draft } from './use-draft.ts'
import { useSave } from './use-save.ts'
import type { Trial } from './use-trial.ts'

interface EditorActionsProps<Body> {
  readonly skill: SavedSkill<Body> | undefined
  readonly draft: Draft<Body>
  readonly keeping: Keeping<Body>
  readonly trial: Trial
  /** Why it cannot be saved as it stands, where the server could say no more than that. */
  readonly refusal?: string | undefined
  /** The test was asked for: on a phone its pane comes to the front. */
  readonly onTest: () => void
  readonly isYaml: boolean
  readonly onYaml: () => void
}

/** Undo, save, enable. Saving is the only step that leaves the browser, and live calls feel none of it before publishing. */
export function EditorActions<Body>(props: EditorActionsProps<Body>): ReactNode {
  const { skill, draft, keeping, trial, onTest, isYaml, onYaml } = props
  const save = useSave(skill, keeping, draft.is)
  const scope = useRefusal('skills:write')
  const refusal = scope ?? props.refusal
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
    if (props.refusal === undefined) setTimeout(() => save.run(latest.current))
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
      <MoreActions skill={skill} draft={draft} keeping={keeping} />
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

type MoreActionsProps<Body> = Pick<EditorActionsProps<Body>, 'skill' | 'draft' | 'keeping'>

function MoreActions<Body>({ skill, draft, keeping }: MoreActionsProps<Body>): ReactNode {
  const [isTold, setIsTold] = useState(false)
  const copy = useCopy()
  const published = skill?.published ?? null
  return (
    <Menu trigger={t('editor.more')}>
      <MenuItem onPick={() => copy(asCurl(keeping.save(skill)(draft.binding)))}>
        {t('common.copyCurl')}
      </MenuItem>
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
