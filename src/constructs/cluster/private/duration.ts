import { Token } from 'cdktf';

/** A time as providers read it: `10m`, or `90s` where minutes do not come out even or only OpenTofu knows it. */
export function duration(seconds: number): string {
  if (Token.isUnresolved(seconds)) return `${Token.asString(seconds)}s`;
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}
