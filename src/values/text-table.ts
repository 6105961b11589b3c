/**
 * Lines in which the cells of a column stand below each other, two spaces apart, without spaces at the end.
 *
 * @param rows cells by row; a row may have fewer than others
 * @param align column in which cells end below each other, such as numbers; all begin below each other otherwise
 */
export function tableLines(
  rows: readonly (readonly string[])[],
  align: (column: number) => 'start' | 'end' = () => 'start',
): readonly string[] {
  const widths = columnWidths(rows);
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return align(column) === 'end' ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
}

/** Characters of the longest cell of each column. */
export function columnWidths(rows: readonly (readonly string[])[]): readonly number[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: columns }, (_, column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
}
