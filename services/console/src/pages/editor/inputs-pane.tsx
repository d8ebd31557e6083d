import { type ReactNode, useState } from 'react'
import { t } from '../../text/translate.ts'
import { SearchBox } from '../../ui/search-box.tsx'
import { type Parameter, useEditor } from './editor-context.tsx'
import { fits } from './fit.ts'
import styles from './panes.module.css'
import { conditionParams } from './rows/condition-params.ts'
import { isOldSearch, tableModeOf } from './rows/table-mode.ts'
import { paramsOf } from './source-params.ts'
import { sourceOf, withSource } from './source.ts'

/** What agents send: parameters in use first. One is dragged to an argument, or clicked while an argument is in focus. */
export function InputsPane(): ReactNode {
  const [words, setWords] = useState('')
  const { parameters, targets, columns, operation, draft } = useEditor()
  const mode = tableModeOf(operation)
  const isOfRows = (mode === 'find' || mode === 'aggregate') && !isOldSearch(draft.binding)
  const used = new Set([
    ...conditionParams(draft.binding, { columns, targets }).map(({ name }) => name),
    ...targets.flatMap((target) => paramsOf(sourceOf(draft.binding, target))),
  ])
  // The search hides no parameter that is in use.
  const shown = parameters
    .filter(({ name }) => used.has(name) || name.includes(words.trim().toLowerCase()))
    .toSorted((a, b) => Number(used.has(b.name)) - Number(used.has(a.name)))
  return (
    <section className={styles.pane} aria-labelledby="editor-inputs">
      <header className={styles.head}>
        <h2 id="editor-inputs">{t('editor.inputs')}</h2>
        <span className="count-line">
          {t('common.showing', { shown: shown.length, total: parameters.length })}
        </span>
      </header>
      <div className={styles.search}>
        <SearchBox label={t('editor.searchInputs')} value={words} onWords={setWords} />
      </div>
      <ul className={styles.cards}>
        {shown.map((parameter) => (
          <ParameterCard key={parameter.name} parameter={parameter} isUsed={used.has(parameter.name)} />
        ))}
      </ul>
      <p className={`hint ${styles.left}`}>{t(isOfRows ? 'rows.howToMap' : 'editor.howToMap')}</p>
    </section>
  )
}

interface ParameterCardProps {
  readonly parameter: Parameter
  readonly isUsed: boolean
}

function ParameterCard({ parameter, isUsed }: ParameterCardProps): ReactNode {
  const { focused, focus, draft } = useEditor()
  const { name, type, example } = parameter
  const isFit = focused === undefined || fits(type, focused.jsonType)
  const why = isFit ? undefined : t('editor.doesNotFit', { type, wanted: focused?.type ?? '' })
  return (
    <li>
      <button
        type="button"
        className={styles.card}
        draggable
        data-used={isUsed}
        data-fits={isFit}
        title={why}
        aria-disabled={focused === undefined || !isFit}
        onDragStart={(event) => event.dataTransfer.setData('text/plain', name)}
        // The argument keeps the focus until it is filled.
        onMouseDown={(event) => focused !== undefined && event.preventDefault()}
        onClick={() => {
          if (focused === undefined || !isFit) return
          draft.edit(withSource(draft.binding, focused, { kind: 'param', param: name }))
          focus(undefined)
        }}
      >
        <span className="mono cut">{name}</span>
        <span className="type">{type}</span>
        <small className="faint cut">{example}</small>
      </button>
    </li>
  )
}
