import type { Transform } from '@bindery/client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useMemo, useRef } from 'react'
import { transformsQuery } from '../../api/transforms.ts'
import { t } from '../../text/translate.ts'
import { Button } from '../../ui/button.tsx'
import { useTell } from '../../ui/toasts.tsx'
import { issuesAt, useEditor } from './editor-context.tsx'
import { ExpressionField } from './expression-field.tsx'
import type { ExpressionMark } from './expression-props.ts'
import { fixesOf } from './issue-fixes.ts'
import { markOf } from './issue-mark.ts'
import { rangeOfIssue } from './issue-place.ts'
import { applyPatch } from './json-patch.ts'
import styles from './transform-editor.module.css'
import { TransformSample } from './transform-sample.tsx'
import type { TransformSubject } from './transform-subject.ts'
import { fieldsOf } from './value-fields.ts'

interface TransformEditorProps {
  /** Of what is changed. */
  readonly name: string
  readonly value: string
  readonly subject: TransformSubject
  /** Where in the binding it stands. */
  readonly pointer: string
  /** `edit` begins a new step that can be taken back, `amend` goes on with the last one. */
  readonly onChange: (transform: string, as: 'edit' | 'amend') => void
}

/** Most characters of an expression. */
const longest = 4000

/** An expression over one value: written, made of functions, checked as it is written, and tried on a sample. */
export function TransformEditor({
  name,
  value,
  subject,
  pointer,
  onChange,
}: TransformEditorProps): ReactNode {
  const { data = [] } = useQuery(transformsQuery)
  const { kind } = useEditor()
  const queryClient = useQueryClient()
  const isGoingOn = useRef(false)
  const marks = useMarks(pointer, value)
  const { object, steps } = subject
  const write = (text: string): void => {
    onChange(text, isGoingOn.current ? 'amend' : 'edit')
    isGoingOn.current = true
  }
  const place = (more: readonly string[]) => ({ kind, object, steps: [...steps, ...more] })
  return (
    <div
      className={styles.form}
      onBlur={() => {
        isGoingOn.current = false
      }}
    >
      <div className="field">
        <span aria-hidden="true">{t('editor.expression')}</span>
        <ExpressionField
          label={t('editor.expressionOf', { name })}
          hint="$trim($)"
          value={value}
          longest={longest}
          onChange={write}
          offered={{
            functions: async () => (await queryClient.ensureQueryData(transformsQuery)).data,
            fieldsOf: (more) => fieldsOf(queryClient, place(more)),
          }}
          marks={marks}
        />
      </div>
      {marks?.[0] !== undefined && (
        <p className={`${markOf(marks[0].severity).status} ${styles.says}`}>{marks[0].message}</p>
      )}
      <TransformSample transform={value} subject={subject} />
      <Functions
        usable={data.filter((transform) => takes(transform, subject.jsonType))}
        value={value}
        onPick={(text) => onChange(text, 'edit')}
      />
    </div>
  )
}

/** What the checker says of the expression; undefined while it has not seen it as it stands. */
function useMarks(pointer: string, text: string): readonly ExpressionMark[] | undefined {
  const { draft, validation, isChecked } = useEditor()
  const tell = useTell()
  const apply = (patch: readonly unknown[]): void => {
    const next = applyPatch(draft.binding, patch)
    if (next === undefined) tell(t('editor.fixGone'))
    else draft.edit(next)
  }
  return useMemo(() => {
    if (!isChecked) return undefined
    return issuesAt(validation, `${pointer}/transform`).map((issue) => ({
      range: rangeOfIssue(text, issue.message),
      severity: issue.severity,
      message: issue.message,
      fixes: fixesOf(issue, draft.binding).map(({ title, patch }) => ({ title, apply: () => apply(patch) })),
    }))
    // What a fix does is looked up when it is pressed: of the rest only these change what is marked.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [isChecked, validation, pointer, text])
}

interface FunctionsProps {
  readonly usable: readonly Transform[]
  readonly value: string
  readonly onPick: (text: string) => void
}

/** Functions that are a press away. */
const shown = 12

/** Functions around what is written, or over the value itself. */
function Functions({ usable, value, onPick }: FunctionsProps): ReactNode {
  return (
    <div className={styles.chips}>
      {usable.slice(0, shown).map(({ name, summary }) => (
        <Button
          key={name}
          look="quiet"
          title={summary}
          onClick={() => onPick(`$${name}(${value.trim() === '' ? '$' : value})`)}
        >
          {name}
        </Button>
      ))}
      {value !== '' && (
        <Button look="quiet" onClick={() => onPick('')}>
          {t('editor.noTransform')}
        </Button>
      )}
    </div>
  )
}

/** Whether a function takes a value of that JSON type, and nothing else that must be said. */
function takes({ from, options }: Transform, jsonType: string): boolean {
  if (options.some(({ required }) => required)) return false
  const word = { integer: 'number', array: 'list' }[jsonType] ?? jsonType
  return from.some((type) => type === 'any' || type === word || type.startsWith(`${word} of`))
}
