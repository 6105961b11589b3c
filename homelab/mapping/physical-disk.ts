import type { InstallDiskSelector } from '../../src/values/install-disk-settings';

/** A disk of a simulated machine that stands somewhere. */
interface PhysicalDisk {
  readonly interface: string;
  readonly serial?: string;
  readonly bytes?: number;
  readonly model?: string;
  readonly wwid?: string;
  readonly uuid?: string;
  readonly modalias?: string;
  readonly busPath?: string;
  readonly rotational?: boolean;
}

/** Units of sizes in lower case, as Talos reads them. */
const UNITS = ['', 'k', 'm', 'g', 't', 'p', 'e'];

/** A disk that Linux has by this path, or of which all that is known is true. */
export function physicalDisk(wanted: string | InstallDiskSelector = ''): PhysicalDisk {
  if (typeof wanted === 'string') return { interface: busOf(wanted) };
  const { type, size, serial, ...identity } = wanted;
  const texts = Object.entries({ ...identity, serial }).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value.replaceAll('*', '0')]],
  );
  return {
    interface: { nvme: 'nvme0', sd: 'mmc0', ssd: 'sata0', hdd: 'sata0' }[type ?? 'ssd'],
    ...(size !== undefined && { bytes: bytesOf(size) }),
    ...(type === 'hdd' && { rotational: true }),
    ...(Object.fromEntries(texts) as Partial<PhysicalDisk>),
  };
}

function busOf(device: string): 'nvme0' | 'virtio0' | 'sata0' {
  if (device.startsWith('/dev/nvme')) return 'nvme0';
  return device.startsWith('/dev/vd') ? 'virtio0' : 'sata0';
}

/** A size of which a comparison is true. */
function bytesOf(text: string): number {
  const [, operator = '', number = '', unit = '', binary = ''] =
    /^([<>=]*)\s*([\d.]+)\s*([kmgtpe]?)(i?)/i.exec(text) ?? [];
  const bytes = Math.trunc(Number(number) * (binary === '' ? 1000 : 1024) ** UNITS.indexOf(unit.toLowerCase()));
  const away = { '>': 1024 ** 3, '<': -(1024 ** 3) }[operator] ?? 0;
  return bytes + away;
}
