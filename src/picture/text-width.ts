/** How a text is set. */
export interface TextStyle {
  /** Height of its font in pixels. */
  readonly size: number;
  /**
   * If it is bold.
   * @default false
   */
  readonly bold?: boolean;
}

/** Widths of the characters from the space to the tilde in hundredths of the font's height, in DejaVu Sans, a wide font. */
const WIDTHS = [
  32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84,
  84, 84, 53, 100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79, 60, 79, 69, 63, 61, 73, 68, 99, 69, 61,
  69, 39, 34, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97, 63, 61, 63, 63, 41, 52, 39, 63, 59,
  82, 59, 59, 52, 64, 34, 64, 84,
];

/** How much wider bold text is than plain text, at most. */
const BOLD = 1.2;

/** Share of a cut text that is its beginning. */
const HEAD = 0.6;

/** Width of a text in pixels at most, in any of the fonts that a picture is shown in. */
export function textWidth(text: string, { size, bold = false }: TextStyle): number {
  const hundredths = Array.from(text).reduce((sum, character) => sum + widthOf(character), 0);
  return (hundredths * size * (bold ? BOLD : 1)) / 100;
}

/** As much of a text as is not wider than this, with an ellipsis in its middle: names often differ at their ends only. */
export function fitted(text: string, style: TextStyle, width: number): string {
  if (textWidth(text, style) <= width) return text;
  const characters = Array.from(text);
  let kept = characters.length;
  let shown = '…';
  do {
    kept -= 1;
    const head = Math.ceil(kept * HEAD);
    const tail = kept - head;
    shown = `${characters.slice(0, head).join('').trimEnd()}…${tail === 0 ? '' : characters.slice(-tail).join('').trimStart()}`;
  } while (kept > 0 && textWidth(shown, style) > width);
  return shown;
}

/** A text in lines that are not wider than this; a word that is wider is broken. */
export function wrapped(text: string, style: TextStyle, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (textWidth(longer, style) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (textWidth(line, style) > width && Array.from(line).length > 1) {
      const part = headOf(line, style, width);
      lines.push(part);
      line = line.slice(part.length);
    }
  }
  return line === '' ? lines : [...lines, line];
}

function headOf(word: string, style: TextStyle, width: number): string {
  const characters = Array.from(word);
  while (characters.length > 1 && textWidth(characters.join(''), style) > width) characters.pop();
  return characters.join('');
}

/** Anything beside ASCII may be as wide as it is high. */
function widthOf(character: string): number {
  return WIDTHS[character.charCodeAt(0) - 32] ?? 105;
}
