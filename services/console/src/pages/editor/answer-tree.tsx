import type { components, Field, Operation } from '@bindery/client'
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
import { FieldArguments } from './field-arguments.tsx'
import { isPicked, togglePick } from './outputs.ts'
import { type RowsBack, rowsBack } from './rows-back.ts'
import { tableModeOf } from './rows/table-mode.ts'
import { stepText } from './value-steps.ts'

/** Where in the answer fields stand. */
interface Place {
  /** Path of the object that holds them, with its dot; from a row of the innermost list when there is one. */
  readonly prefix: string
  /** Paths of the lists around them, outermost first. */
  readonly lists: readonly string[]
  readonly depth: number
}

interface AnswerTreeProps {
  readonly fields: readonly Field[]
  /** Rows of other tables that lead to a row with these fields. */
  readonly back: readonly RowsBack[]
  readonly words: string
  readonly place: Place
}

/** Steps into objects of the answer. */
const deepest = 6

/** Lists that stand in one another: the outer one, and two within its rows. */
const mostLists = 3

/** Fields of the answer; a click on a value makes it an output, or takes it out again. */
export function AnswerTree({ fields, back, words, place }: AnswerTreeProps): ReactNode {
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
            <Branch branch={branchOf(field)} place={place} />
          ) : (
            <>
              <Leaf field={field} place={place} />
              <Takes of={branchOf(field)} place={place} />
            </>
          )}
        </li>
      ))}
      {(place.lists.length === 0 ? [] : back).map(({ name, object }) => (
        <li key={name}>
          <Branch branch={{ name, object, type: `${object}[]`, isList: true }} place={place} />
        </li>
      ))}
    </ul>
  )
}

interface NodeProps {
  readonly field: Field
  readonly place: Place
}

/** Something with fields of its own. */
interface BranchOf {
  readonly name: string
  readonly object: string
  readonly type: string
  readonly isList: boolean
  /** What it is asked with. */
  readonly takes?: Field['arguments']
}

const branchOf = ({
  name,
  type,
  jsonType,
  references: [object = ''],
  arguments: takes,
}: Field): BranchOf => ({
  name,
  object,
  type,
  isList: jsonType === 'array',
  takes,
})

/** Names of fields from the answer to one of this place, with dots. */
const wayOf = (name: string, { prefix, lists }: Place): string =>
  [...lists, prefix + stepText(name)].join('.')

function Takes({ of, place }: { readonly of: BranchOf; readonly place: Place }): ReactNode {
  const { name, takes = [] } = of
  const asked = takes.filter(({ role }) => role === undefined || role === 'pagination')
  return asked.length === 0 ? null : <FieldArguments way={wayOf(name, place)} taken={asked} />
}

const pickOf = ({ name, jsonType }: Field, { prefix, lists }: Place) => ({
  path: prefix + stepText(name),
  lists,
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

interface BranchProps {
  readonly branch: BranchOf
  readonly place: Place
}

/** An object or a list in the answer, read when it is opened. */
function Branch({ branch, place }: BranchProps): ReactNode {
  const [isOpen, setIsOpen] = useState(false)
  const refusal =
    branch.isList && place.lists.length === mostLists
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
          {branch.name}
        </span>
        <span className="grow" />
        <span className="type" translate="no">
          {branch.type}
        </span>
      </button>
      {isOpen && <Inside branch={branch} place={place} />}
    </>
  )
}

function Inside({ branch, place }: BranchProps): ReactNode {
  const { kind, operation } = useEditor()
  const { object, isList } = branch
  const { data, error, isPending } = useQuery(objectQuery(kind, object))
  if (isPending) return <Skeleton rows={3} what={object} />
  if (data === undefined) return <Failure error={error} />
  const path = place.prefix + stepText(branch.name)
  const inside = isList
    ? { prefix: '', lists: [...place.lists, path], depth: place.depth + 1 }
    : { ...place, prefix: `${path}.`, depth: place.depth + 1 }
  return (
    <div className={styles.inside}>
      <Takes of={branch} place={place} />
      <AnswerTree fields={data.fields} back={backOf(operation, data)} words="" place={inside} />
    </div>
  )
}

/** Only a search over a table reads rows of other tables beside its own. */
export const backOf = (operation: Operation, object: components['schemas']['Object']): readonly RowsBack[] =>
  tableModeOf(operation) === 'find' ? rowsBack(object) : []
