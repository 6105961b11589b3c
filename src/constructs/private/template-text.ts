/**
 * Text that arrives as it is written: OpenTofu would take `${` and `%{` for the start of an expression.
 *
 * Tokens of the framework look the same (`${TfToken[…]}`) and stay, as they shall become references.
 */
export function escapeTemplate(text: string): string {
  return text.replace(/\$\{(?!TfToken\[)/g, '$$$${').replace(/%\{/g, '%%{');
}
