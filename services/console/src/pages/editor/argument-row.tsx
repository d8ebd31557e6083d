import { ArrowLeft, Check, CircleX, X } from 'lucide-react'
import { type DragEvent, type ReactNode, useState } from 'react'
import { t } from '../../text/translate.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { RequiredMark } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { markOf } from './issue-mark.ts'
import { issuesAt, useEditor } from './editor-context.tsx'
import { fits } from './fit.ts'
import { focusPlace } from './focus-place.ts'
import { useLastTest } from './last-test.ts'
import styles from './panes.module.css'
import { conditionPointer } from './rows/conditions.ts'
import { sendingOf } from './rows/sent.ts'
import { pointerOf } from './source-place.ts'
import { type Source, sourceOf, type Target, withSource } from './source.ts'
import { SourcePicker } from './source-picker.tsx'
import { SourcePill } from './source-pill.tsx'
import { TemplateRow } from './template-row.tsx'
import { TransformEditor } from './transform-editor.tsx'
import { sampleOf } from './transform-subject.ts'
import { TransformToggle } from './transform-toggle.tsx'

/** One argument and its source. The arrow points to what gets the value. */
export function ArgumentRow({ target }: { readonly target: Target }): ReactNode {
  const { draft, parameters, focused, focus } = useEditor()
  const [isTransforming, setIsTransforming] = useState(false)
  const source = sourceOf(draft.binding, target)
  const sending = sendingOf(draft.binding, target)
  const choose = (next: Source | undefined): void => {
    draft.edit(withSource(draft.binding, target, next))
    focus(undefined)
  }
  const onDrop = (event: DragEvent): void => {
    event.preventDefault()
    const param = event.dataTransfer.getData('text/plain')
    const dropped = parameters.find(({ name }) => name === param)
    if (dropped !== undefined && fits(dropped.type, target.jsonType)) choose({ kind: 'param', param })
  }
  return (
    // Dropping has its equals: a click on an input, and typing.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <li
      className={styles.argument}
      data-pointer={pointerOf(draft.binding, target)}
      data-focused={focused === target}
      onDragOver={(event) => event.preventDefault()}
      onDrop={onDrop}
    >
      <ArgumentName target={target} />
      <Icon of={ArrowLeft} size="small" />
      <div className={styles.source}>
        <ChosenSource target={target} source={source} onChoose={choose} />
        {source?.kind === 'param' && focused !== target && (
          <TransformToggle
            name={target.name}
            transform={source.transform}
            isOpen={isTransforming}
            onToggle={() => setIsTransforming(!isTransforming)}
          />
        )}
      </div>
      <Verdict target={target} isFilled={source !== undefined || sending !== undefined} />
      <Clear target={target} isFilled={source !== undefined} onClear={() => choose(undefined)} />
      {source?.kind === 'template' && <TemplateRow target={target} source={source} />}
      {isTransforming && source?.kind === 'param' && <ArgumentTransform target={target} source={source} />}
    </li>
  )
}

interface ArgumentTransformProps {
  readonly target: Target
  readonly source: Source & { readonly kind: 'param' }
}

/** The expression over what agents send for an argument. */
function ArgumentTransform({ target, source }: ArgumentTransformProps): ReactNode {
  const { draft, parameters } = useEditor()
  const { params } = useLastTest()
  const parameter = parameters.find(({ name }) => name === source.param)
  const type = parameter?.type ?? target.jsonType
  return (
    <TransformEditor
      name={target.name}
      value={source.transform ?? ''}
      pointer={pointerOf(draft.binding, target) ?? ''}
      subject={{
        object: type === target.jsonType ? target.references?.[0] : undefined,
        steps: [],
        type,
        jsonType: type,
        sample: sampleOf(params[source.param], parameter?.example),
      }}
      onChange={(transform, as) => {
        const { transform: _before, ...rest } = source
        draft[as](withSource(draft.binding, target, transform === '' ? rest : { ...rest, transform }))
      }}
    />
  )
}

interface ChosenSourceProps {
  readonly target: Target
  readonly source: Source | undefined
  readonly onChoose: (source: Source | undefined) => void
}

/** The source as a pill, which a click changes; a field to choose one where there is none. */
function ChosenSource({ target, source, onChoose }: ChosenSourceProps): ReactNode {
  const { draft, focused, focus } = useEditor()
  const sending = source === undefined ? sendingOf(draft.binding, target) : undefined
  if (sending !== undefined && focused !== target) return <SentByCondition target={target} at={sending} />
  if (focused === target || source === undefined)
    return <SourcePicker target={target} source={source} onChoose={onChoose} />
  return (
    <button
      type="button"
      className={styles.chosen}
      title={t('editor.changeSource', { name: target.name })}
      onClick={() => focus(target)}
    >
      <SourcePill source={source} />
      <span className="sr">{t('editor.changeSource', { name: target.name })}</span>
    </button>
  )
}

interface SentByConditionProps {
  readonly target: Target
  /** Of the condition, among those of the binding. */
  readonly at: number
}

/** What an argument is sent stands in a condition: a click leads there. */
function SentByCondition({ target, at }: SentByConditionProps): ReactNode {
  const name = t('rows.condition', { number: at + 1 })
  return (
    <Button
      look="quiet"
      title={t('rows.sentByCondition', { argument: target.name, condition: name })}
      onClick={() => focusPlace(conditionPointer({ at }, ''))}
    >
      {name}
    </Button>
  )
}

interface ClearProps {
  readonly target: Target
  readonly isFilled: boolean
  readonly onClear: () => void
}

function Clear({ target, isFilled, onClear }: ClearProps): ReactNode {
  if (!isFilled) return <span />
  return <IconButton icon={X} label={t('editor.clear', { name: target.name })} onClick={onClear} />
}

function ArgumentName({ target }: { readonly target: Target }): ReactNode {
  return (
    <div className={styles.name} title={target.name.length > shownName ? target.name : target.description}>
      <span className={`mono ${styles.named}`}>
        {target.name} {target.required && <RequiredMark />}
      </span>
      <small className="faint">{t('editor.typeIn', { type: shortType(target), place: target.place })}</small>
    </div>
  )
}

/** Characters of a name that its column shows for certain. */
const shownName = 40

/** Without the choices of an enumeration, which the field offers. */
const shortType = ({ type, allowedValues }: Target): string =>
  allowedValues === undefined ? type : t('editor.choice')

/** Whether the compiler takes it as it is. */
function Verdict({ target, isFilled }: { readonly target: Target; readonly isFilled: boolean }): ReactNode {
  const { draft, validation } = useEditor()
  const sending = sendingOf(draft.binding, target)
  const pointer =
    pointerOf(draft.binding, target) ??
    (sending === undefined ? undefined : conditionPointer({ at: sending }, ''))
  const issues = pointer === undefined ? [] : issuesAt(validation, pointer)
  if (!isFilled && target.required) return <Icon of={CircleX} size="small" label={t('editor.isNeeded')} />
  const [first] = issues
  if (first !== undefined) {
    const { icon, status } = markOf(first.severity)
    return (
      <span className={status} title={first.message}>
        <Icon of={icon} size="small" label={first.message} />
      </span>
    )
  }
  return isFilled ? (
    <span className="status ok">
      <Icon of={Check} size="small" label={t('editor.isRight')} />
    </span>
  ) : (
    <span />
  )
}
