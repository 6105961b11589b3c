/** The beginning of a text that fits into so many columns. */
export function truncate(text: string, columns: number): string {
  return text.length <= columns ? text : text.slice(0, Math.max(0, columns));
}
