/** Control characters, halves of pairs, and marks that turn the direction of the text around them. */
const UNPRINTABLE =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** Text without characters that documents do not have or that show other text than there is. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, '\uFFFD');
}
