import { COLOURS, type ColourName } from '../../src/picture/theme';

/** Text and the grounds that it stands on. */
const PAIRS: readonly (readonly [ColourName, readonly ColourName[]])[] = [
  ['text', ['canvas', 'frame', 'host', 'card']],
  ['muted', ['canvas', 'frame', 'host', 'card']],
  ['accent', ['canvas', 'card']],
  ...(['plain', 'good', 'careful', 'bad', 'control-plane', 'worker', 'network'] as const).map(
    (tone) => [`on-${tone}`, [tone, 'card', 'canvas']] as const,
  ),
];

test.each([
  ['light', 0],
  ['dark', 1],
] as const)('every text has a contrast of 4.5 on its ground in %s', (_, scheme) => {
  const poor = PAIRS.flatMap(([text, grounds]) =>
    grounds
      .map((ground) => ({ text, ground, contrast: contrast(COLOURS[text][scheme], COLOURS[ground][scheme]) }))
      .filter((pair) => pair.contrast < 4.5),
  );
  expect(poor).toEqual([]);
});

/** As WCAG 2 defines it. */
function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
