import { Token } from 'cdktf';

/** A time as Go writes it: `1m0s`, `30s`, `1h0m0s`. */
export function goDuration(seconds: number): string {
  if (Token.isUnresolved(seconds)) return `${Token.asString(seconds)}s`;
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const parts = [hours > 0 ? `${hours}h` : '', seconds >= 60 ? `${minutes}m` : '', `${seconds % 60}s`];
  return parts.join('');
}
