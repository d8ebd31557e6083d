import type { ComponentProps, ReactNode } from 'react'
import { Field } from '../../ui/field.tsx'

type SecretFieldProps = ComponentProps<typeof Field> & { readonly typed: string }

/** Typed blind. What a field is given as its value stands in the markup of the page too, so this one is given it past React. */
export function SecretField({ typed, ...rest }: SecretFieldProps): ReactNode {
  return (
    <Field
      {...rest}
      type="password"
      ref={(input) => {
        if (input !== null && input.value !== typed) input.value = typed
      }}
    />
  )
}
