import { type ReactNode, useState } from 'react'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { JsonText } from '../../ui/json-text.tsx'
import { Segments } from '../../ui/segments.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { type Difference, differencesOf, merge } from './differences.ts'
import styles from './merge-sheet.module.css'
import type { Draft } from './use-draft.ts'

interface MergeSheetProps<Body extends object> {
  readonly draft: Draft<Body>
  readonly mine: Body
  readonly onClose: () => void
}

/** What was edited here beside what somebody else has saved: line by line one or the other. Nothing is saved by this. */
export function MergeSheet<Body extends object>({ draft, mine, onClose }: MergeSheetProps<Body>): ReactNode {
  const theirs = draft.binding
  const differences = differencesOf(mine, theirs)
  const [taken, setTaken] = useState<ReadonlySet<string>>(new Set())
  const choose = (member: string, whose: 'mine' | 'theirs'): void => {
    const others = [...taken].filter((each) => each !== member)
    setTaken(new Set(whose === 'mine' ? [...others, member] : others))
  }
  const apply = (): void => {
    draft.settleOlder(merge({ mine, theirs, is: draft.is }, taken))
    onClose()
  }
  return (
    <Sheet
      title={t('editor.mergeTitle')}
      lead={t('editor.mergeLead')}
      onClose={onClose}
      footer={
        <>
          <span className="grow" />
          <Button look="primary" size="large" onClick={apply}>
            {t('editor.mergeApply', { count: taken.size })}
          </Button>
        </>
      }
    >
      <ul className={styles.lines}>
        {differences.map((difference) => (
          <DifferenceLine
            key={difference.member}
            difference={difference}
            whose={taken.has(difference.member) ? 'mine' : 'theirs'}
            onChoose={(whose) => choose(difference.member, whose)}
          />
        ))}
      </ul>
    </Sheet>
  )
}

interface DifferenceLineProps {
  readonly difference: Difference
  readonly whose: 'mine' | 'theirs'
  readonly onChoose: (whose: 'mine' | 'theirs') => void
}

function DifferenceLine({ difference, whose, onChoose }: DifferenceLineProps): ReactNode {
  const { member } = difference
  return (
    <li>
      <div className="row">
        <b className="mono grow">{member}</b>
        <Segments
          label={t('editor.whose', { member })}
          value={whose}
          options={[
            { value: 'theirs', label: t('editor.theirs') },
            { value: 'mine', label: t('editor.mine') },
          ]}
          onChange={onChoose}
        />
      </div>
      <JsonText value={difference[whose] ?? null} label={member} />
    </li>
  )
}
