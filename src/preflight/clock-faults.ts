/** The clock of this computer is wrong. */
export function computerClockWrong(aheadSeconds: number, reference: string): string {
  const consequence =
    aheadSeconds > 0
      ? 'machines would take certificates that are made here as not valid yet'
      : 'certificates of machines would look as if they were not valid yet';
  return (
    `the clock of this computer is ${skewWords(aheadSeconds)} that of ${reference}; ${consequence}; ` +
    'let it be set by time servers, on Linux with: sudo timedatectl set-ntp true'
  );
}

/** The clock of a host is wrong. */
export function hostClockWrong(host: string, aheadSeconds: number, reference: string, command: string): string {
  return (
    `${host}: the clock of the host is ${skewWords(aheadSeconds)} that of ${reference}; its machines start with that ` +
    `time, and refuse certificates until time servers have set it; let chrony set it, as root on the host: ${command}`
  );
}

/** The clocks of a host and of this computer differ, and no third one says which is wrong. */
export function clocksDiffer(host: string, aheadSeconds: number, command: string): string {
  return (
    `${host}: the clock of the host is ${skewWords(aheadSeconds)} that of this computer, and one of them is wrong; certificates ` +
    `are valid from the time of this computer on; let both be set by time servers, as root on the host: ${command}`
  );
}

/** A clock that cannot be read. */
export function clockNotRead(name: string, reason: string): string {
  return `${name}: its clock was not read (${reason})`;
}

/** A token that may not read a clock. */
export function clockNotAllowed(hostName: string): string {
  return `the token lacks Sys.Audit on /nodes/${hostName}`;
}

/** Clocks that agree. */
export function clocksAgree(names: readonly string[]): string {
  return `this computer, ${names.join(', ')}: all tell the same time`;
}

function skewWords(aheadSeconds: number): string {
  return `${durationWords(Math.abs(aheadSeconds))} ${aheadSeconds > 0 ? 'ahead of' : 'behind'}`;
}

const UNITS = [
  { word: 'd', seconds: 86_400 },
  { word: 'h', seconds: 3600 },
  { word: 'min', seconds: 60 },
  { word: 's', seconds: 1 },
];

/** The two largest units say enough. */
function durationWords(seconds: number): string {
  const largest = Math.max(
    0,
    UNITS.findIndex((unit) => seconds >= unit.seconds),
  );
  const [first = { word: 's', seconds: 1 }, second] = UNITS.slice(largest);
  const rest = second === undefined ? 0 : Math.floor((seconds % first.seconds) / second.seconds);
  const parts = [`${Math.floor(seconds / first.seconds)} ${first.word}`];
  return [...parts, ...(rest > 0 ? [`${rest} ${second?.word}`] : [])].join(' ');
}
