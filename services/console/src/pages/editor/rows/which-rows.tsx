import { Plus } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { t } from '../../../text/translate.ts'
import { Button } from '../../../ui/button.tsx'
import { useEditor } from '../editor-context.tsx'
import { focusPlace } from '../focus-place.ts'
import paneStyles from '../panes.module.css'
import { conditionOn, type FieldCondition, mostConditions, mostWays } from './condition.ts'
import {
  addCondition,
  addWay,
  conditionPointer,
  dissolveGroup,
  fieldConditions,
  isGroup,
  moveCondition,
  removeCondition,
} from './conditions.ts'
import { ConditionRow } from './condition-row.tsx'
import { ofLevel } from './of-level.ts'
import { RowActs } from './row-acts.tsx'
import styles from './rows.module.css'

interface WhichRowsProps {
  /** `guards`: of a write, what must hold before anything is changed. */
  readonly of: 'rows' | 'guards'
  /** Why nothing can be asked of them yet. */
  readonly refusal?: string | undefined
}

/** The conditions of a binding: all of them hold for a row that is meant. */
export function WhichRows({ of, refusal }: WhichRowsProps): ReactNode {
  const { draft, columns, level } = useEditor()
  const id = useId()
  const where = draft.binding.where ?? []
  const isGuard = of === 'guards'
  const add = (): void => {
    const [column] = columns.filter(({ name }) => !isAsked(name, draft.binding)).concat(columns)
    if (column === undefined) return
    draft.edit(addCondition(draft.binding, conditionOn(column)))
    focusPlace(`${level.pointer}/where/${where.length}`)
  }
  return (
    <section className={paneStyles.pane} aria-labelledby={id} data-pointer={`${level.pointer}/where`}>
      <header className={paneStyles.head}>
        <h2 id={id}>{ofLevel(t(isGuard ? 'rows.guards' : 'rows.title'), level)}</h2>
        <span className="count-line">{t('rows.count', { count: where.length })}</span>
      </header>
      {isGuard && <p className={`hint ${styles.lead}`}>{t('rows.guardsHint')}</p>}
      {where.length === 0 && (
        <p className={`dim ${styles.lead}`}>{refusal ?? t(isGuard ? 'rows.noGuards' : 'rows.none')}</p>
      )}
      {where.length > 0 && (
        <ul className={styles.list}>
          {where.map((condition, at) => (
            <li key={at}>
              {isGroup(condition) ? (
                <Group at={at} ways={condition.anyOf} isGuard={isGuard} />
              ) : (
                <ConditionRow place={{ at }} condition={condition} isGuard={isGuard} />
              )}
            </li>
          ))}
        </ul>
      )}
      <p className={styles.foot}>
        <Button
          icon={Plus}
          refusal={where.length < mostConditions ? refusal : t('rows.full', { count: mostConditions })}
          onClick={add}
        >
          {t('rows.add')}
        </Button>
      </p>
    </section>
  )
}

const isAsked = (name: string, binding: Parameters<typeof fieldConditions>[0]): boolean =>
  fieldConditions(binding).some(({ field }) => field === name)

interface GroupProps {
  readonly at: number
  readonly ways: readonly FieldCondition[]
  readonly isGuard: boolean
}

/** Conditions of which one is enough. */
function Group({ at, ways, isGuard }: GroupProps): ReactNode {
  const { draft, columns, level } = useEditor()
  const pointer = conditionPointer({ at }, level.pointer)
  const addAnother = (): void => {
    const [column] = columns
    if (column === undefined) return
    draft.edit(addWay(draft.binding, at, conditionOn(column)))
    focusPlace(`${pointer}/anyOf/${ways.length}`)
  }
  return (
    <div
      className={styles.group}
      role="group"
      aria-label={ofLevel(t('rows.group', { number: at + 1 }), level)}
      data-pointer={pointer}
    >
      <header>
        <b>{t('rows.enough')}</b>
        <Button
          look="quiet"
          onClick={() => {
            draft.edit(dissolveGroup(draft.binding, at))
            focusPlace(pointer)
          }}
        >
          {t('rows.dissolve')}
        </Button>
        <RowActs
          name={ofLevel(t('rows.group', { number: at + 1 }), level)}
          onMove={(by) => {
            draft.edit(moveCondition(draft.binding, { at }, by))
            focusPlace(conditionPointer({ at: Math.max(0, at + by) }, level.pointer))
          }}
          onRemove={() => {
            draft.edit(removeCondition(draft.binding, { at }))
            focusPlace(pointer)
          }}
        />
      </header>
      <ul>
        {ways.map((condition, way) => (
          <li key={way}>
            <ConditionRow place={{ at, way }} condition={condition} isGuard={isGuard} />
          </li>
        ))}
      </ul>
      <p className={styles.foot}>
        <Button
          look="quiet"
          icon={Plus}
          refusal={ways.length < mostWays ? undefined : t('rows.full', { count: mostWays })}
          onClick={addAnother}
        >
          {t('rows.addWay')}
        </Button>
      </p>
    </div>
  )
}
