import type { ProjectionField } from '@bindery/client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ArrowLeft, X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { t } from '../../text/translate.ts'
import { IconButton } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Empty } from '../../ui/states.tsx'
import { issuesAt, useEditor } from './editor-context.tsx'
import { useLastTest } from './last-test.ts'
import styles from './output-rows.module.css'
import {
  editOutput,
  type OutputPlace,
  outputPointer,
  outputsAlong,
  pathText,
  removeOutput,
} from './outputs.ts'
import { InnerRows } from './rows/inner-rows.tsx'
import { TransformEditor } from './transform-editor.tsx'
import { sampleOf } from './transform-subject.ts'
import { TransformToggle } from './transform-toggle.tsx'
import { fieldQuery } from './value-fields.ts'
import { stepsOf, valueAt } from './value-steps.ts'

/** Outputs under the names that agents see; rows of a list stand below it. */
export function OutputRows(): ReactNode {
  const { draft } = useEditor()
  const projection = draft.binding.projection ?? []
  if (projection.length === 0) return <Empty>{t('editor.noOutputs')}</Empty>
  return (
    <ul>
      {projection.map((entry, at) => (
        <OutputItem key={at} output={entry} place={[at]} />
      ))}
    </ul>
  )
}

interface OutputRowProps {
  readonly output: ProjectionField
  readonly place: OutputPlace
}

/** An output, and what is taken of each of its rows. */
function OutputItem({ output, place }: OutputRowProps): ReactNode {
  return (
    <li>
      <OutputRow output={output} place={place} />
      {output.fields !== undefined && place.length > 1 && (
        <div className={styles.inner}>
          <InnerRows output={output} place={place} />
        </div>
      )}
      {output.fields !== undefined && (
        <ul className={styles.fields}>
          {output.fields.map((field, at) => (
            <OutputItem key={at} output={field} place={[...place, at]} />
          ))}
        </ul>
      )}
    </li>
  )
}

function OutputRow({ output, place }: OutputRowProps): ReactNode {
  const pointer = outputPointer(place)
  const { draft, validation } = useEditor()
  const [isTransforming, setIsTransforming] = useState(false)
  const isList = output.fields !== undefined
  const [issue] = issuesAt(validation, pointer)
  const edit = (change: Parameters<typeof editOutput>[2]): void =>
    draft.edit(editOutput(draft.binding, place, change))
  return (
    <div
      className={styles.row}
      data-pointer={pointer}
      data-bad={issue?.severity === 'error'}
      title={issue?.message}
    >
      <OutputName leaf={output.leaf} onRename={(leaf) => edit({ leaf })} />
      {isList && <MostRows max={output.max ?? 20} onChange={(max) => edit({ max })} />}
      <Icon of={ArrowLeft} size="small" />
      <span className="mono cut grow" dir="auto">
        {pathText(output.path)}
      </span>
      {!isList && (
        <TransformToggle
          name={output.leaf}
          transform={output.transform}
          isOpen={isTransforming}
          onToggle={() => setIsTransforming(!isTransforming)}
        />
      )}
      <IconButton
        icon={X}
        label={t('editor.removeOutput', { name: output.leaf })}
        onClick={() => draft.edit(removeOutput(draft.binding, place))}
      />
      {isTransforming && <OutputTransform output={output} place={place} />}
    </div>
  )
}

/** The expression over a value of the answer. */
function OutputTransform({ output, place }: OutputRowProps): ReactNode {
  const { kind, answer, draft } = useEditor()
  const last = useLastTest()
  const queryClient = useQueryClient()
  const steps = outputsAlong(draft.binding, place).flatMap(({ path }) => stepsOf(path))
  const object = answer?.references[0]
  const { data: field } = useQuery(fieldQuery(queryClient, { kind, object, steps }))
  const { type = 'any', jsonType = 'string', example } = field ?? {}
  return (
    <TransformEditor
      name={output.leaf}
      value={output.transform ?? ''}
      pointer={outputPointer(place)}
      subject={{ object, steps, type, jsonType, sample: sampleOf(valueAt(last.answer, steps), example) }}
      onChange={(transform, as) => draft[as](editOutput(draft.binding, place, { transform }))}
    />
  )
}

interface OutputNameProps {
  readonly leaf: string
  readonly onRename: (leaf: string) => void
}

/** A name that is taken when the field is left, so that undoing takes back whole names. */
function OutputName({ leaf, onRename }: OutputNameProps): ReactNode {
  const [typed, setTyped] = useState<string>()
  return (
    <input
      className={styles.name}
      aria-label={t('editor.nameOf', { name: leaf })}
      value={typed ?? leaf}
      maxLength={128}
      spellCheck={false}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => {
        if (typed !== undefined && typed !== '' && typed !== leaf) onRename(typed)
        setTyped(undefined)
      }}
    />
  )
}

interface MostRowsProps {
  readonly max: number
  readonly onChange: (max: number) => void
}

function MostRows({ max, onChange }: MostRowsProps): ReactNode {
  return (
    <label className={styles.most}>
      <span className="faint">{t('editor.atMost')}</span>
      <input
        className={styles.number}
        type="number"
        min={1}
        max={500}
        value={max}
        onChange={(event) => {
          const next = event.target.valueAsNumber
          if (Number.isInteger(next) && next >= 1 && next <= 500) onChange(next)
        }}
      />
    </label>
  )
}
