import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { objectQuery } from '../../api/catalog.ts'
import { t } from '../../text/translate.ts'
import { SearchBox } from '../../ui/search-box.tsx'
import { Empty, Failure, Skeleton } from '../../ui/states.tsx'
import { AnswerTree, backOf } from './answer-tree.tsx'
import { useEditor } from './editor-context.tsx'
import { EffectNote } from './effect-note.tsx'
import { OutputRows } from './output-rows.tsx'
import styles from './panes.module.css'

/** What agents get, above what the provider answers with. */
export function OutputPane(): ReactNode {
  const { draft } = useEditor()
  const count = draft.binding.projection?.length ?? 0
  return (
    <section className={styles.pane} aria-labelledby="editor-output" data-pointer="/projection">
      <header className={styles.head}>
        <h2 id="editor-output">{t('editor.output')}</h2>
        <span className="count-line">{t('editor.outputCount', { count })}</span>
      </header>
      <EffectNote />
      <OutputRows />
      <Answer />
    </section>
  )
}

function Answer(): ReactNode {
  const { kind, operation, answer } = useEditor()
  const [words, setWords] = useState('')
  const object = answer?.references[0]
  const { data, error, isPending } = useQuery({
    ...objectQuery(kind, object ?? ''),
    enabled: object !== undefined,
  })
  if (object === undefined)
    return <Empty>{t('editor.noFields', { type: answer?.type ?? t('editor.nothing') })}</Empty>
  return (
    <>
      <header className={styles.head}>
        <h2>{t('editor.answer')}</h2>
        <span className="count-line">
          {data !== undefined && t('editor.fieldCount', { count: data.fields.length })}
        </span>
      </header>
      <div className={styles.search}>
        <SearchBox label={t('editor.searchAnswer')} value={words} onWords={setWords} />
      </div>
      {isPending && <Skeleton rows={8} what={object} />}
      {error !== null && <Failure error={error} />}
      {data !== undefined && (
        <AnswerTree
          fields={data.fields}
          back={backOf(operation, data)}
          words={words.trim().toLowerCase()}
          place={{
            prefix: '',
            lists: answer?.type.endsWith('[]') === true ? ['$'] : [],
            depth: 0,
          }}
        />
      )}
    </>
  )
}
