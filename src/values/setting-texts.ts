/** Settings as text, which is what Talos takes; nothing if there are none. */
export function settingTexts(
  settings: Readonly<Record<string, string | number | boolean>> = {},
): Readonly<Record<string, string>> | undefined {
  const entries = Object.entries(settings).map(([key, value]) => [key, String(value)] as const);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
