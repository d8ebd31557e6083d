import type { ReactNode } from 'react'
import { t } from '../../text/translate.ts'
import { Tag } from '../../ui/marks.tsx'
import type { Draft } from './use-draft.ts'

interface DraftMarksProps {
  readonly skill: { readonly isEnabled: boolean } | undefined
  readonly draft: Pick<Draft<unknown>, 'isFull' | 'isKept'>
}

/** Whether agents may use what is saved, and whether all of it is. */
export function DraftMarks({ skill, draft }: DraftMarksProps): ReactNode {
  return (
    <>
      {skill === undefined ? (
        <Tag meaning="line">{t('editor.neverSaved')}</Tag>
      ) : (
        <Tag meaning={skill.isEnabled ? 'ok' : 'line'}>
          {t(skill.isEnabled ? 'editor.enabled' : 'editor.disabled')}
        </Tag>
      )}
      <span className="faint" role="status">
        {draft.isFull
          ? t('editor.notKept')
          : draft.isKept
            ? t('editor.keptHere')
            : skill === undefined
              ? ''
              : t('editor.saved')}
      </span>
    </>
  )
}
