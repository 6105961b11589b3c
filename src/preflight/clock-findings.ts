import { clockNotRead, clocksAgree, clocksDiffer, computerClockWrong, hostClockWrong } from './clock-faults';
import type { ReadClock } from './clocks';
import { joinObservations, type Observation } from './observation';

/** Clocks that time servers set differ by less; from here on it is said. */
const NOTICED_SECONDS = 20;

/** From here on certificates are refused for longer than an apply waits. */
const HARMFUL_SECONDS = 120;

/** Sets the clock of a host at once; chrony is what Proxmox VE sets clocks with. */
const COMMAND = 'systemctl enable --now chrony && chronyc makestep';

/** Findings from comparing clocks with each other. Image Factory is a third one, beside those that a person can set. */
export function clockFindings(clocks: readonly ReadClock[]): Observation {
  const read = clocks.flatMap(({ aheadSeconds, ...clock }) =>
    aheadSeconds === undefined ? [] : [{ ...clock, aheadSeconds }],
  );
  const unknown = clocks.flatMap(({ name, reason }) => (reason === undefined ? [] : [clockNotRead(name, reason)]));
  const factory = read.find(({ kind }) => kind === 'factory');
  const hosts = read.filter(({ kind }) => kind === 'host');
  const found = [
    ...(factory === undefined
      ? []
      : [graded(-factory.aheadSeconds, (ahead) => computerClockWrong(ahead, factory.name))]),
    ...hosts.map(({ name, aheadSeconds }) =>
      factory === undefined
        ? graded(aheadSeconds, (ahead) => clocksDiffer(name, ahead, COMMAND))
        : graded(aheadSeconds - factory.aheadSeconds, (ahead) => hostClockWrong(name, ahead, factory.name, COMMAND)),
    ),
  ];
  const all = joinObservations([...found, { unknown }]);
  const isFine = read.length > 0 && all.errors.length + all.warnings.length === 0;
  return isFine ? { ...all, fine: [clocksAgree(read.map(({ name }) => name))] } : all;
}

function graded(aheadSeconds: number, message: (aheadSeconds: number) => string): Partial<Observation> {
  const skew = Math.abs(aheadSeconds);
  if (skew < NOTICED_SECONDS) return {};
  return skew < HARMFUL_SECONDS ? { warnings: [message(aheadSeconds)] } : { errors: [message(aheadSeconds)] };
}
