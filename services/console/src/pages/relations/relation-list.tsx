import type { Relations } from '@bindery/client'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { t } from '../../text/translate.ts'
import { Empty } from '../../ui/states.tsx'
import styles from './relations-view.module.css'

interface RelationListProps {
  readonly kind: string
  readonly focus: string
  readonly relations: Relations
  readonly onFocus: (object: string) => void
}

/** The relations of the drawing as a list: the real control, which says what was cut. */
export function RelationList({ kind, focus, relations, onFocus }: RelationListProps): ReactNode {
  const { edges, cut } = relations
  const inward = edges.filter(({ to, from }) => to.object === focus && from.object !== focus)
  const outward = edges.filter(({ from }) => from.object === focus)
  const further = edges.filter((edge) => !inward.includes(edge) && !outward.includes(edge))
  const parts = [
    { name: 'in', title: t('relations.pointTo', { focus }), edges: inward, says: 'from' as const },
    { name: 'out', title: t('relations.pointsTo', { focus }), edges: outward, says: 'to' as const },
    { name: 'further', title: t('relations.further'), edges: further, says: 'both' as const },
  ]
  return (
    <section className={styles.twin} aria-label={t('relations.title')}>
      {edges.length === 0 && <Empty>{t('relations.none', { focus })}</Empty>}
      {parts.map((part) => {
        const left = cut.find(({ object, direction }) => object === focus && direction === part.name)
        return (
          part.edges.length > 0 && (
            <section key={part.name}>
              <h3>
                {part.title}{' '}
                <span className="faint">
                  {t('common.showing', { shown: part.edges.length, total: left?.total ?? part.edges.length })}
                </span>
              </h3>
              <ul className="list">
                {part.edges.map((edge) => (
                  <EdgeRow
                    key={`${edge.from.object}-${edge.name}-${edge.to.object}`}
                    edge={edge}
                    says={part.says}
                    onFocus={onFocus}
                  />
                ))}
              </ul>
            </section>
          )
        )
      })}
      <p className={`hint ${styles.tools}`}>
        <Link to="/providers/$kind/schema/objects/$object" params={{ kind, object: focus }}>
          {t('relations.openObject', { focus })}
        </Link>
      </p>
    </section>
  )
}

interface EdgeRowProps {
  readonly edge: Relations['edges'][number]
  /** Which ends are said: the other one is in the heading. */
  readonly says: 'from' | 'to' | 'both'
  readonly onFocus: (object: string) => void
}

function EdgeRow({ edge, says, onFocus }: EdgeRowProps): ReactNode {
  const { from, to, cardinality, origin, name } = edge
  const field = from.fields.join(', ') || name
  return (
    <li>
      <span className={styles.ends}>
        {says !== 'to' && <ObjectLink name={from.object} onFocus={onFocus} />}
        <span className="mono faint">{says === 'to' ? field : `.${field}`}</span>
        {says !== 'from' && (
          <>
            <span className="faint">→</span>
            <ObjectLink name={to.object} onFocus={onFocus} />
          </>
        )}
      </span>
      <span className="faint">
        {t(`schema.cardinality_${cardinality}`)}
        {origin === 'inferred' && `, ${t('schema.inferred')}`}
      </span>
    </li>
  )
}

interface ObjectLinkProps {
  readonly name: string
  readonly onFocus: (object: string) => void
}

const ObjectLink = ({ name, onFocus }: ObjectLinkProps): ReactNode => (
  <button type="button" className={`mono ${styles.object}`} onClick={() => onFocus(name)}>
    {name}
  </button>
)
