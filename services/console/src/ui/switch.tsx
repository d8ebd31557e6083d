import type { ReactNode } from 'react'
import styles from './switch.module.css'

interface SwitchProps {
  readonly label: string
  readonly isOn: boolean
  readonly onSwitch: (isOn: boolean) => void
  readonly refusal?: string | undefined
}

export function Switch({ label, isOn, onSwitch, refusal }: SwitchProps): ReactNode {
  return (
    <button
      type="button"
      role="switch"
      className={styles.target}
      aria-checked={isOn}
      aria-label={label}
      aria-disabled={refusal !== undefined || undefined}
      title={refusal}
      onClick={() => refusal === undefined && onSwitch(!isOn)}
    >
      <span className="switch" aria-hidden="true" data-on={isOn} />
    </button>
  )
}
