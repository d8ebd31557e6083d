import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { bracketMatching } from '@codemirror/language'
import { type Diagnostic, nextDiagnostic, setDiagnostics } from '@codemirror/lint'
import { EditorState, type Extension } from '@codemirror/state'
import { EditorView, keymap, placeholder, tooltips } from '@codemirror/view'
import { type ReactNode, useEffect, useEffectEvent, useRef } from 'react'
import type { ExpressionMark, ExpressionProps } from '../expression-props.ts'
import { complete } from './completions.ts'
import { expressionLanguage } from './language.ts'
import { expressionTheme } from './theme.ts'

interface ExpressionEditorProps extends ExpressionProps {
  readonly className: string | undefined
  /** Where the cursor was in what this takes the place of; undefined when that did not have the focus. */
  readonly caret: number | undefined
}

/**
 * An expression with colours, names to choose from and what the checker says of it. Tab leaves it, as it leaves any field. It
 * stands in a shadow root, where its styles are a sheet made by script: the page allows no other.
 */
export function ExpressionEditor(props: ExpressionEditorProps): ReactNode {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(undefined)
  const { value, marks, caret } = props
  /** What was told and has not come back as the value yet: only another value is somebody else's. */
  const told = useRef<readonly string[]>([])
  const tell = useEffectEvent((text: string) => {
    told.current = [...told.current, text]
    props.onChange(text)
  })
  const ask = useEffectEvent(() => props.offered)
  const begin = useEffectEvent((parent: HTMLElement, hearing: Hearing) => {
    const root = parent.shadowRoot ?? parent.attachShadow({ mode: 'open' })
    const begun = new EditorView({ parent: root, root, state: stateOf(props, hearing) })
    if (caret === undefined) return begun
    begun.focus()
    begun.dispatch({ selection: { anchor: Math.min(caret, value.length) } })
    return begun
  })
  useEffect(() => {
    if (host.current === null) return undefined
    const begun = begin(host.current, { changed: (text) => tell(text), offered: () => ask() })
    view.current = begun
    return () => begun.destroy()
  }, [])
  useEffect(() => {
    const shown = view.current
    const echo = told.current.lastIndexOf(value)
    told.current = told.current.slice(echo + 1)
    if (echo < 0 && shown !== undefined && shown.state.doc.toString() !== value)
      shown.dispatch({ changes: { from: 0, to: shown.state.doc.length, insert: value } })
  }, [value])
  useEffect(() => {
    const shown = view.current
    if (shown !== undefined && marks !== undefined)
      shown.dispatch(setDiagnostics(shown.state, marks.map(toDiagnostic)))
  }, [marks])
  return <div ref={host} className={props.className} data-expression="" />
}

/** What the editor tells, and asks, while it lives. */
interface Hearing {
  readonly changed: (text: string) => void
  readonly offered: () => ExpressionProps['offered']
}

function stateOf({ value, label, hint, longest }: ExpressionEditorProps, hearing: Hearing): EditorState {
  const { changed, offered } = hearing
  return EditorState.create({
    doc: value,
    extensions: [
      ...writing,
      placeholder(hint),
      EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', autocapitalize: 'off' }),
      EditorState.changeFilter.of(
        ({ newDoc, startState }) => newDoc.length <= Math.max(longest, startState.doc.length),
      ),
      autocompletion({
        override: [(context) => complete(context, offered())],
        icons: false,
        // Enter takes what is marked as soon as it is in sight.
        interactionDelay: 0,
      }),
      EditorView.updateListener.of(({ docChanged, state }) => {
        if (docChanged) changed(state.doc.toString())
      }),
    ],
  })
}

/** Ctrl and Enter runs the test, wherever the focus is. */
const ownKeys = defaultKeymap.filter(({ key }) => key !== 'Mod-Enter')

const writing: readonly Extension[] = [
  history(),
  closeBrackets(),
  bracketMatching(),
  EditorView.lineWrapping,
  tooltips({ position: 'fixed' }),
  expressionLanguage,
  expressionTheme,
  keymap.of([
    ...closeBracketsKeymap,
    ...completionKeymap,
    ...historyKeymap,
    { key: 'F8', run: nextDiagnostic },
    ...ownKeys,
  ]),
]

function toDiagnostic({ range, severity, message, fixes }: ExpressionMark): Diagnostic {
  return {
    ...range,
    severity,
    message,
    actions: fixes.map(({ title, apply }) => ({ name: title, apply })),
  }
}
