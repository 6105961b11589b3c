/** A name on a line of its own that nothing follows which could belong to it; what YAML takes for no text is none. */
const NAME =
  /^name:[ \t]+(?!(?:true|false|null)\b)([a-z][a-z0-9-]*)[ \t]*(?:#.*)?\r?$(?!\r?\n(?:[ \t]*\r?\n)*[ \t]+[^\s#])/gm;

/**
 * The name of a cluster in the text of its file, as far as it can be found without reading the whole as YAML.
 *
 * @returns nothing if it is written in another way than on a line of its own
 */
export function writtenName(text: string): string | undefined {
  const [first, ...others] = [...text.matchAll(NAME)];
  return others.length > 0 ? undefined : first?.[1];
}
