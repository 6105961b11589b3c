/** A time as providers read it: `10m`, or `90s` where minutes do not come out even. */
export function duration(seconds: number): string {
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}
