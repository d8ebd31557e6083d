import type { Field } from '@bindery/client'
import { useQuery } from '@tanstack/react-query'
import { ChevronRight } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { objectQuery } from '../../api/catalog.ts'
import { t } from '../../text/translate.ts'
import { Icon } from '../../ui/icon.tsx'
import { Failure, Skeleton } from '../../ui/states.tsx'
import { SensitivityMark } from '../schema/sensitivity-mark.tsx'
import styles from './answer-tree.module.css'
import { useEditor } from './editor-context.tsx'
import { isPicked, togglePick } from './outputs.ts'

/** Where in the answer fields stand. */
interface Place {
  /** Path of the object that holds them, with its dot; from a row of `list` when there is one. */
  readonly prefix: string
  readonly list: string | undefined
  readonly depth: number
}

interface AnswerTreeProps {
  readonly fields: readonly Field[]
  readonly words: string
  readonly place: Place
}

/** Steps into objects of the answer. */
const deepest = 6

/** Fields of the answer; a click on a value makes it an output, or takes it out again. */
export function AnswerTree({ fields, words, place }: AnswerTreeProps): ReactNode {
  const { draft } = useEditor()
  // What is an output stays in sight whatever is searched for.
  const shown = fields.filter(
    (field) =>
      words === '' ||
      field.name.toLowerCase().includes(words) ||
      isPicked(draft.binding, pickOf(field, place)),
  )
  return (
    <ul className={styles.tree}>
      {shown.map((field) => (
        <li key={field.name}>
          {field.references.length > 0 ? (
            <Branch field={field} place={place} />
          ) : (
            <Leaf field={field} place={place} />
          )}
        </li>
      ))}
    </ul>
  )
}

interface NodeProps {
  readonly field: Field
  readonly place: Place
}

const pickOf = ({ name, jsonType }: Field, { prefix, list }: Place) => ({
  path: prefix + name,
  list,
  isMany: jsonType === 'array',
})

function Leaf({ field, place }: NodeProps): ReactNode {
  const { draft } = useEditor()
  const pick = pickOf(field, place)
  const isIn = isPicked(draft.binding, pick)
  const refusal = field.isErrorChannel === true ? t('editor.errorChannel') : undefined
  return (
    <button
      type="button"
      className={styles.leaf}
      aria-pressed={isIn}
      aria-disabled={refusal !== undefined}
      title={refusal ?? field.description}
      onClick={() => refusal === undefined && draft.edit(togglePick(draft.binding, pick))}
    >
      <span className="mono cut" dir="auto">
        {field.name}
      </span>
      {isIn && <span className={styles.used}>{t('editor.used')}</span>}
      <span className="grow" />
      <SensitivityMark sensitivity={field.sensitivityClass} />
      <span className="type">{field.type}</span>
    </button>
  )
}

/** An object in the answer, read when it is opened. Rows of a list in rows of a list are no flat rows, so they stay closed. */
function Branch({ field, place }: NodeProps): ReactNode {
  const [isOpen, setIsOpen] = useState(false)
  const isList = field.jsonType === 'array'
  const refusal =
    isList && place.list !== undefined
      ? t('editor.listInList')
      : place.depth >= deepest
        ? t('editor.tooDeep')
        : undefined
  return (
    <>
      <button
        type="button"
        className={styles.leaf}
        aria-expanded={isOpen}
        aria-disabled={refusal !== undefined}
        title={refusal}
        onClick={() => refusal === undefined && setIsOpen(!isOpen)}
      >
        <span className={styles.arrow} data-open={isOpen}>
          <Icon of={ChevronRight} size="small" />
        </span>
        <span className="mono cut" dir="auto">
          {field.name}
        </span>
        <span className="grow" />
        <span className="type">{field.type}</span>
      </button>
      {isOpen && <Inside field={field} place={place} />}
    </>
  )
}

function Inside({ field, place }: NodeProps): ReactNode {
  const { kind } = useEditor()
  const [object = ''] = field.references
  const { data, error, isPending } = useQuery(objectQuery(kind, object))
  if (isPending) return <Skeleton rows={3} what={object} />
  if (data === undefined) return <Failure error={error} />
  const path = place.prefix + field.name
  const inside =
    field.jsonType === 'array'
      ? { prefix: '', list: path, depth: place.depth + 1 }
      : { ...place, prefix: `${path}.`, depth: place.depth + 1 }
  return (
    <div className={styles.inside}>
      <AnswerTree fields={data.fields} words="" place={inside} />
    </div>
  )
}
