import { quoteValue } from '../errors/spec';

/** Asks for the name of a network card. */
export function writeCardName(): string {
  return (
    'write at most 63 lower-case letters, digits and dashes, with a letter or digit at both ends, ' +
    'but neither digits alone nor "primary", which is the first card'
  );
}

/** Asks for a largest packet. */
export function writeMtu(): string {
  return 'write a whole number from 576 to 65520, or "bridge" for that of the bridge';
}

/** Asks for a limit of data. */
export function writeRateLimit(): string {
  return 'write a number of megabytes for each second, such as 125 for one gigabit';
}

/** Refusal of a slot that another card of the machine has. */
export function cardSlotTaken(got: number, owner: string): string {
  return `got ${got}; the network device ${owner} has that slot, write another`;
}

/** Refusal of a slot with a gap before it, as cards are numbered by their position. */
export function cardSlotAfterGap(got: number, free: number): string {
  return `got ${got}, but no network device has slot ${free}: Proxmox VE would number them anew; write ${free}`;
}

/** Refusal of a MAC address that another card of the machine has. */
export function cardMacTaken(got: string, owner: string): string {
  return `got ${quoteValue(got)}; ${owner} has that MAC address, write another`;
}

/** Refusal of a setting that only cards of the model virtio have. */
export function onlyOfVirtio(setting: string, model: string): string {
  return `a card of the model ${quoteValue(model)} has no ${setting}; leave it out, or write model: virtio`;
}

/** Refusal of a trunk with the VLAN that the port itself is in. */
export function trunkIsPort(got: number): string {
  return `got ${got}, the VLAN of the port itself, whose frames are not tagged; leave it out here or there`;
}

/** Refusal of a VLAN that stands twice. */
export function vlanTwice(got: number): string {
  return `got ${got} twice; write each VLAN once`;
}

/** Refusal of a VLAN whose frames do not reach the machine. */
export function vlanNotInTrunks(got: number, trunks: readonly number[]): string {
  return `got ${got}, but of tagged frames only those of trunks reach the machine, ${trunks.join(', ')}; add it there`;
}

/** Refusal of a VLAN in a machine whose port takes no tagged frames. */
export function vlanBehindPort(got: number, port: number): string {
  return `got ${got}, but the port is in the VLAN ${port} and takes no tagged frames; write trunks: [${got}] too`;
}

/** Refusal of a VLAN with larger packets than its card. */
export function vlanMtuTooLarge(got: number, max: number): string {
  return `got ${got}, but the card takes packets of ${max} at most; write ${max} or less, or a larger mtu for the card`;
}

/** Warning of queues that no processor is left for. */
export function queuesIdle(got: number, cores: number): string {
  return `got ${got}, but the machine has ${cores === 1 ? 'one core' : `${cores} cores`}; more queues than cores help nobody`;
}
