import type { ReactNode } from 'react'
import { Switch } from '../../../ui/switch.tsx'
import styles from './rows.module.css'

interface SmallSwitchProps {
  readonly label: string
  readonly isOn: boolean
  readonly onSwitch: (isOn: boolean) => void
  readonly refusal?: string | undefined
  readonly pointer?: string
}

/** A switch with its word beside it. */
export function SmallSwitch({ label, pointer, ...rest }: SmallSwitchProps): ReactNode {
  return (
    <span className={styles.switch} data-pointer={pointer}>
      <Switch label={label} {...rest} />
      <span aria-hidden="true">{label}</span>
    </span>
  )
}
