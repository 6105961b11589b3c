const CHECKED = new WeakSet();

/** Marks settings that obey all rules of their kind, so that they are not checked again one door further. */
export function markChecked<T extends object>(settings: T): T {
  CHECKED.add(settings);
  return settings;
}

/** If settings are marked as checked. */
export function isChecked(settings: object): boolean {
  return CHECKED.has(settings);
}
