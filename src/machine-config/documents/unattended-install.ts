import type { InstallDiskSelector } from '../../values/install-disk-settings';
import { isFields } from '../fields';
import type { DocumentKind, TalosDocument } from './document-kind';

/** Where Talos installs itself, and from which image. */
export interface UnattendedInstallConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'UnattendedInstallConfig';
  /** Where Talos is installed from. */
  readonly installer: { readonly image: unknown };
  /** Disk that it is installed on. */
  readonly provisioning: { readonly diskSelector: { readonly match: string } };
}

/** Installation of Talos. */
export const unattendedInstallConfig: DocumentKind<UnattendedInstallConfig> = {
  kind: 'UnattendedInstallConfig',
  since: 'v1.14',
  render(_cluster, { installDisk }, { machine }) {
    const install = machine?.install;
    const image = isFields(install) ? install.image : undefined;
    return [
      {
        apiVersion: 'v1alpha1',
        kind: 'UnattendedInstallConfig',
        installer: { image },
        provisioning: { diskSelector: { match: diskExpression(installDisk) } },
      },
    ];
  },
  replaces: ['machine.install'],
  settings: { 'installer.image': 'talos.version and talos.schematic' },
};

/**
 * Disk that the provider writes where nobody names one. A machine that boots an installed disk looks for none; it is repeated
 * as a patch without it takes it away, and a machine refuses the document then.
 */
export const NO_INSTALL_DISK = 'disk.dev_path == "/dev/sda"';

/** Disks that the selector of older contracts finds, as Talos itself turns it into an expression. */
function diskExpression(disk?: string | InstallDiskSelector): string {
  if (disk === undefined) return NO_INSTALL_DISK;
  // a value that only OpenTofu knows is no map, and its text stands for the path
  if (!isFields(disk)) return pathExpression((disk as { toString(): string }).toString());
  const { size, type, busPath, ...patterns }: InstallDiskSelector = disk;
  return [
    ...(size === undefined ? [] : [sizeExpression(size)]),
    ...Object.entries(patterns).map(([field, pattern]) => `glob(${quoted(pattern)}, disk.${field})`),
    'disk.transport != ""',
    ...(type === undefined ? [] : [TYPES[type]]),
    ...(busPath === undefined ? [] : [`glob(${quoted(busPath)}, disk.bus_path)`]),
    '!disk.readonly',
    '!disk.cdrom',
  ].join(' && ');
}

function pathExpression(path: string): string {
  return `disk.dev_path == ${quoted(path)} || ${quoted(path)} in disk.symlinks`;
}

const TYPES: Readonly<Record<NonNullable<InstallDiskSelector['type']>, string>> = {
  nvme: 'disk.transport == "nvme"',
  sd: 'disk.transport == "mmc"',
  hdd: 'disk.rotational',
  ssd: '!disk.rotational',
};

/** Units as Talos counts them: those without `i` are powers of ten. */
function sizeExpression(text: string): string {
  const [, operator = '', amount = '', prefix = '', binary] =
    /^(>=|<=|>|<|==)?\s*(\d+(?:\.\d+)?)\s*([kMGTPE]?)(i)?B?$/i.exec(text) ?? [];
  const exponent = ['', 'k', 'm', 'g', 't', 'p', 'e'].indexOf(prefix.toLowerCase());
  const bytes = BigInt(Math.round(Number(amount) * (binary === undefined ? 1000 : 1024) ** exponent));
  return `disk.size ${operator === '' ? '==' : operator} ${String(bytes)}u`;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
