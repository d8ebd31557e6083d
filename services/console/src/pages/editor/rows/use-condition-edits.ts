import type { DragEvent, KeyboardEvent } from 'react'
import { useEditor } from '../editor-context.tsx'
import { focusPlace } from '../focus-place.ts'
import { type Column, type ConditionPlace, type FieldCondition, withSource } from './condition.ts'
import { addWay, conditionPointer, moveCondition, removeCondition, setCondition } from './conditions.ts'

/** What can be done with one condition; the focus goes along with it, or to what takes its place. */
export function useConditionEdits(
  place: ConditionPlace,
  condition: FieldCondition,
  column: Column | undefined,
) {
  const { draft, parameters, level } = useEditor()
  const change = (next: FieldCondition): void => draft.edit(setCondition(draft.binding, place, next))
  const move = (by: 1 | -1): void => {
    draft.edit(moveCondition(draft.binding, place, by))
    focusPlace(conditionPointer(besideOf(place, by), level.pointer))
  }
  const remove = (): void => {
    draft.edit(removeCondition(draft.binding, place))
    focusPlace(conditionPointer(place, level.pointer))
  }
  const orElse = (): void => {
    draft.edit(addWay(draft.binding, place.at, { ...condition }))
    focusPlace(`${conditionPointer(place, level.pointer)}/anyOf/1`)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    move(event.key === 'ArrowUp' ? -1 : 1)
  }
  const onDrop = (event: DragEvent): void => {
    event.preventDefault()
    const param = event.dataTransfer.getData('text/plain')
    const isKnown = parameters.some((each) => each.name === param)
    if (isKnown && condition.op !== 'isNull') change({ ...withSource(condition, 'param', column), param })
  }
  return { change, move, remove, orElse, onKeyDown, onDrop }
}

const besideOf = ({ at, way }: ConditionPlace, by: 1 | -1): ConditionPlace =>
  way === undefined ? { at: Math.max(0, at + by) } : { at, way: Math.max(0, way + by) }
