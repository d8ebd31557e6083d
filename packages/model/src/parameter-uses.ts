import type { Binding } from './binding.ts'
import { neededParameters, parseTemplate, templateParameters } from './syntax/template.ts'
import { fieldConditions, sqlFilters, sqlKeys } from './tables/sql-parts.ts'

/** One place that a binding puts a parameter to. */
export interface ParameterUse {
  readonly param: string
  /**
   * `argument` and `field` (of the input object) are sent, `condition` and `filter` compare a field of rows, `key` names the row of an
   * update, and `column` is written.
   */
  readonly how: 'argument' | 'field' | 'condition' | 'filter' | 'key' | 'column'
  /** The argument, the field or the column. */
  readonly place: string
  /** The binding itself says that a call must give it. */
  readonly isRequired: boolean
  readonly description?: string
}

/** Every place that a binding puts a parameter to, of all its forms; a parameter may have several. */
export function parameterUses(binding: ParameterisedBinding): readonly ParameterUse[] {
  const { inputs, inputObjectMap, sqlSearch, sqlWrite } = binding
  const named: readonly NamedUse[] = [
    ...inputs.flatMap(({ argument, required, template, ...rest }) =>
      template === undefined
        ? [toUse('argument', argument, { ...rest, isRequired: required === true })]
        : templateUses(argument, template),
    ),
    ...fieldConditions(binding).flatMap(({ field, argument, optional, ...rest }) => {
      const said = { ...rest, isRequired: optional !== true }
      return [
        ...(argument === undefined ? [] : [toUse('argument', argument, said)]),
        ...(field === undefined ? [] : [toUse('condition', field, said)]),
      ]
    }),
    ...inputObjectMap.map(({ field, param, each, required, description }) =>
      toUse('field', field, { param: param ?? each, isRequired: required === true, description }),
    ),
    ...(sqlSearch === undefined ? [] : sqlFilters(sqlSearch)).map(({ column, param }) =>
      toUse('filter', column, { param, isRequired: true }),
    ),
    ...(sqlWrite === undefined ? [] : sqlKeys(sqlWrite)).map(({ column, param }) =>
      toUse('key', column, { param, isRequired: true }),
    ),
    ...(sqlWrite?.columns ?? []).map(({ column, param }) =>
      toUse('column', column, { param, isRequired: false }),
    ),
  ]
  return named.flatMap(({ param, ...use }) => (param === undefined ? [] : [{ param, ...use }]))
}

/** What stands in a part that may be left out is not asked of every call. */
function templateUses(argument: string, template: string): readonly NamedUse[] {
  const parsed = parseTemplate(template)
  const needed = parsed.ok ? neededParameters(parsed.value) : []
  return templateParameters(template).map((param) =>
    toUse('argument', argument, { param, isRequired: needed.includes(param) }),
  )
}

type ParameterisedBinding = Pick<
  Binding,
  'inputs' | 'inputObjectMap' | 'where' | 'sqlSearch' | 'sqlWrite'
> & {
  readonly projection?: Binding['projection']
}

type NamedUse = Omit<ParameterUse, 'param'> & { readonly param: string | undefined }

interface Authored {
  readonly param?: string | undefined
  readonly isRequired: boolean
  readonly description?: string | undefined
}

const toUse = (
  how: ParameterUse['how'],
  place: string,
  { param, isRequired, description }: Authored,
): NamedUse => ({ param, how, place, isRequired, ...(description === undefined ? {} : { description }) })
