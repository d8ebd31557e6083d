import { type ReactNode, useState } from 'react'
import { Sheet } from '../../ui/sheet.tsx'
import { Failure } from '../../ui/states.tsx'
import { isAcknowledgement } from './acknowledgements.ts'
import { type Asked, EnableWrite } from './enable-write.tsx'
import { type AroundSwitch, useSwitch } from './use-switch.ts'

export interface Enabling {
  /** Asks first where the skill writes. */
  readonly enable: () => void
  readonly disable: () => void
  readonly isRunning: boolean
  /** What is asked, or why it did not turn: to be shown beside what was pressed. */
  readonly sheet: ReactNode
}

/** Turns a skill of a draft on and off; whatever has to be agreed to is asked, and what is asked can be left. */
export function useEnabling(agentId: string, skill: Asked, around: AroundSwitch = {}): Enabling {
  const [isAsking, setIsAsking] = useState(false)
  const by = useSwitch(agentId, skill.id, {
    ...around,
    goOn: () => {
      setIsAsking(false)
      around.goOn?.()
    },
  })
  const leave = (): void => {
    setIsAsking(false)
    by.reset()
  }
  const isAsked = isAsking || (by.error !== null && isAcknowledgement(by.error))
  return {
    enable: () => (skill.isWrite ? setIsAsking(true) : by.enable([])),
    disable: by.disable,
    isRunning: by.isRunning,
    sheet: isAsked ? (
      <EnableWrite agentId={agentId} skill={skill} by={by} onClose={leave} />
    ) : (
      by.error !== null && (
        <Sheet title={skill.functionName} shape="dialog" onClose={leave}>
          <Failure error={by.error} />
        </Sheet>
      )
    ),
  }
}
