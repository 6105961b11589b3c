import type { TerraformProvider } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import {
  HardwareMappingDir,
  type HardwareMappingDirConfig,
  type HardwareMappingDirMap,
} from '../../../.gen/providers/proxmox/hardware-mapping-dir';
import { DIRECTORY_MAPPING_KNOWN_AT_SYNTH } from '../../proxmox/known-at-synth';
import type { DirectoryMappingSettings, MappedDirectory } from '../../proxmox/settings';
import { namedDirectoryMappingShape } from '../../proxmox/shape';
import { nothingLeft } from '../../values/nothing-left';
import { checkSettings } from '../private/check-settings';
import { makeBeforeMachines } from '../private/made-before';
import { checkStack, givenProvider } from '../private/other-stack';

/** The directories that machines know by one name. */
export interface DirectoryMappingProps extends DirectoryMappingSettings {
  /** Provider of the endpoint that the hosts belong to. */
  readonly proxmoxProvider: TerraformProvider;
  /**
   * Name of the mapping, which machines ask for.
   * @default - the id of the construct
   */
  readonly mappingName?: string;
}

/** A name for directories. */
export interface IDirectoryMapping extends IConstruct {
  /** Name of the mapping. */
  readonly mappingName: string;
}

/**
 * Gives directories of Proxmox VE hosts a name, by which an API token may let machines share them.
 *
 * Talos knows a directory by this name. Machines of the same provider that are added after the mapping are made after it.
 *
 * @see https://pve.proxmox.com/wiki/QEMU/KVM_Virtual_Machines#resource_mapping
 */
export class DirectoryMapping extends Construct implements IDirectoryMapping {
  /** Name of the mapping. */
  public readonly mappingName: string;

  /** @throws if the name or a directory has the wrong form */
  constructor(scope: Construct, id: string, props: DirectoryMappingProps) {
    super(scope, id);
    const { proxmoxProvider, mappingName = id, ...settings } = props;
    checkStack(this, [givenProvider('proxmoxProvider', proxmoxProvider)]);
    checkSettings(this.node.path, CHECK, { mappingName, ...settings });
    this.mappingName = mappingName;
    const config = renderMapping(proxmoxProvider, mappingName, settings);
    makeBeforeMachines(proxmoxProvider, new HardwareMappingDir(this, 'Resource', config));
  }
}

const CHECK = { form: namedDirectoryMappingShape, rules: [], knownAtSynth: DIRECTORY_MAPPING_KNOWN_AT_SYNTH };

function renderMapping(
  provider: TerraformProvider,
  name: string,
  { directories, ...rest }: DirectoryMappingSettings,
): HardwareMappingDirConfig {
  nothingLeft(rest);
  return { provider, name, map: directories.map(renderDirectory) };
}

function renderDirectory({ host, path, ...rest }: MappedDirectory): HardwareMappingDirMap {
  nothingLeft(rest);
  return { nodeAttribute: host, path };
}
