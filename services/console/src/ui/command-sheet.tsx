import { type ReactNode, useId } from 'react'
import type { Call } from '../api/client.ts'
import { Button } from './button.tsx'
import { CopyCurl } from './copy-button.tsx'
import { Sheet } from './sheet.tsx'
import { Failure } from './states.tsx'

interface CommandSheetProps {
  readonly title: string
  readonly lead?: ReactNode
  readonly shape?: 'sheet' | 'dialog'
  /** What the button says that it will do. */
  readonly submit: string
  /** What it sends, for who would rather send it themselves. */
  readonly call: Call<unknown>
  readonly isBusy: boolean
  readonly error: Error | null
  readonly onSubmit: () => void
  readonly onClose: () => void
  /** Something else that can be done instead, before the button. */
  readonly other?: ReactNode
  readonly children: ReactNode
}

/** One thing that is asked for and then done: by the button or by Enter, as a command of a shell, and why it failed. */
export function CommandSheet(props: CommandSheetProps): ReactNode {
  const {
    title,
    lead,
    shape = 'dialog',
    submit,
    call,
    isBusy,
    error,
    onSubmit,
    onClose,
    other,
    children,
  } = props
  const form = useId()
  return (
    <Sheet
      title={title}
      lead={lead}
      shape={shape}
      onClose={onClose}
      footer={
        <>
          <CopyCurl call={call} />
          <span className="grow" />
          {other}
          <Button type="submit" form={form} look="primary" size="large" isBusy={isBusy}>
            {submit}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          onSubmit()
        }}
      >
        {children}
        {error !== null && <Failure error={error} />}
      </form>
    </Sheet>
  )
}
