const place = 'bindery.single-keys'

/** Whether keys pressed alone do something: for speech input they can be switched off. */
export const areSingleKeysOn = (): boolean => localStorage.getItem(place) !== 'off'

export const switchSingleKeys = (isOn: boolean): void => {
  if (isOn) localStorage.removeItem(place)
  else localStorage.setItem(place, 'off')
}
