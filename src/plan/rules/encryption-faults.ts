/** A volume that shall be encrypted, or shall no longer be. */
export function encryptionChanges(machine: string, volume: string, becomesEncrypted: boolean): string {
  const [was, becomes] = becomesEncrypted ? ['not encrypted', 'be'] : ['encrypted', 'no longer be'];
  return (
    `${machine}: volume ${volume} is ${was}, and would ${becomes} from now on; Talos encrypts a volume only while it makes it, so the machine would ` +
    `not open it after its next restart; take the change back, or replace the machine${wipingOf(volume)}`
  );
}

/** A volume all of whose keys become other ones. */
export function keysReplaced(machine: string, volume: string): string {
  return (
    `${machine}: no key that volume ${volume} was made with would be left, so the machine would not open it after its next restart; keep one in its ` +
    'slot beside the new ones, restart the machine, and remove it in another apply'
  );
}

/** A machine that gets another UUID or TPM than its volumes were encrypted with. */
export function keySourceChanges(machine: string, volumes: readonly string[], source: 'UUID' | 'TPM'): string {
  const setting =
    source === 'UUID'
      ? 'smbiosUuid (one that exists has the UUID that `qm config` shows as smbios1, and may be bound to that)'
      : 'tpm';
  return (
    `${machine}: its ${source} would change, of which the keys of ${listOf(volumes)} are made, so the machine would not open what is on them after its next ` +
    `restart; take back the change of ${setting}, or add a key of another kind first and restart the machine`
  );
}

/** A machine that is replaced, while a disk stays that only the old one opens. */
export function keysGoWithReplaced(machine: string, volumes: readonly string[], causes: readonly string[]): string {
  return (
    `${machine}: the machine would be replaced, while the disk of ${listOf(volumes)} stays and its keys go with the old machine (${causes.join(', ')}), so that ` +
    'nobody opens it any more; bind the UUID with smbiosUuid, or add a key of the kind static or kms, and restart the machine before it is replaced'
  );
}

function wipingOf(volume: string): string {
  switch (volume) {
    case 'STATE':
      return '';
    case 'EPHEMERAL':
    case 'ETCD':
    case 'CRI':
    case 'KUBELET':
    case 'LOG':
      return `, or accept it and wipe the volume at once: talosctl reset --system-labels-to-wipe ${volume} --reboot`;
    default:
      return ', or accept it and wipe the volume at once: talosctl wipe disk <partition> --drop-partition';
  }
}

function listOf(volumes: readonly string[]): string {
  return `${volumes.length === 1 ? 'volume' : 'volumes'} ${volumes.join(', ')}`;
}
