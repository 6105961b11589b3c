import { Construct, type IConstruct } from 'constructs';
import { DownloadFile, type DownloadFileConfig } from '../../../.gen/providers/proxmox/download-file';
import type { ImageFactorySchematic } from '../../../.gen/providers/talos/image-factory-schematic';
import { imageNotOnHost } from '../../errors/constructs';
import { Architecture } from '../../values/architecture';
import { BootRoute } from '../../values/boot-route';
import { Platform } from '../../values/platform';
import { checkRules } from '../../values/rule';
import { QEMU_GUEST_AGENT, type Schematic } from '../../values/schematic/schematic';
import type { TalosVersion } from '../../values/talos-version';
import type { BootMedia, BootMediaKind } from './boot-media';
import { bootMedia, diskImageForm, diskImageUrl, installerImage } from './private/factory-assets';
import { DEFAULT_FACTORY_URL, IMAGE_RULES, imageFacts } from './private/image-facts';
import { validateDownloads } from './private/image-files';
import { registerSchematic } from './private/schematic-registration';
import { type ProxmoxHost, proxmoxHostKey } from '../proxmox/proxmox-host';
import type { TalosImageAttributes, TalosImageProps } from './talos-image-props';

/** What a machine first boots, and the installer image that belongs to it. */
export interface ITalosImage extends IConstruct {
  /** Release of Talos on the image. */
  readonly talosVersion: TalosVersion;
  /** Id of the schematic at the factory: 64 hexadecimal digits. */
  readonly schematicId: string;
  /** Platform that the image is built for. */
  readonly platform: Platform;
  /** Processor architecture of the image. */
  readonly architecture: Architecture;
  /** How the image gets onto a disk. */
  readonly bootRoute: BootRoute;
  /** Whether the image holds the extension `siderolabs/qemu-guest-agent`. */
  readonly guestAgent: boolean;
  /** Kernel arguments of the image, beside those of Talos. */
  readonly extraKernelArgs: readonly string[];
  /** Container image that an upgrade of a machine pulls, such as `factory.talos.dev/nocloud-installer/<id>:v1.13.9`. */
  readonly installerImage: string;
  /**
   * The installer image of the same version and schematic for another platform.
   *
   * @param platform what the machine was booted from
   */
  installerImageFor(platform: Platform): string;
  /**
   * The image on one host, as `<datastoreId>:<content type>/<file name>`.
   *
   * @param host Proxmox VE host, with its endpoint
   * @throws if the image was not put on that host; the error lists the hosts that have it
   * @see https://registry.terraform.io/providers/bpg/proxmox/latest/docs/resources/download_file
   */
  fileIdOn(host: ProxmoxHost): string;
}

/**
 * A Talos image on Proxmox VE hosts: registers the schematic with Image Factory and lets each host download the file.
 *
 * The id of the schematic is known at synth, so a plan shows every name and URL. A machine that exists is never touched
 * by another image.
 */
export class TalosImage extends Construct implements ITalosImage {
  /** An image that something else put on the hosts. */
  public static fromTalosImageAttributes(scope: Construct, id: string, attrs: TalosImageAttributes): ITalosImage {
    const { factoryUrl = DEFAULT_FACTORY_URL, platform = Platform.NOCLOUD, fileIds } = attrs;
    const architecture = attrs.architecture ?? Architecture.AMD64;
    const named = { factoryUrl, architecture, schematicId: attrs.schematicId, talosVersion: attrs.talosVersion };

    class Import extends Construct implements ITalosImage {
      public readonly talosVersion = attrs.talosVersion;
      public readonly schematicId = attrs.schematicId;
      public readonly platform = platform;
      public readonly architecture = architecture;
      public readonly bootRoute = attrs.bootRoute ?? BootRoute.IMPORT;
      public readonly guestAgent = attrs.guestAgent ?? false;
      public readonly extraKernelArgs = attrs.extraKernelArgs ?? [];
      public readonly installerImage = this.installerImageFor(platform);

      public installerImageFor(wanted: Platform): string {
        return installerImage({ ...named, platform: wanted });
      }
      public fileIdOn(host: ProxmoxHost): string {
        return findFileId(this, new Map(Object.entries(fileIds)), host);
      }
    }
    return new Import(scope, id);
  }

  public readonly talosVersion: TalosVersion;
  /** What is built into the image. */
  public readonly schematic: Schematic;
  public readonly schematicId: string;
  public readonly platform: Platform;
  public readonly architecture: Architecture;
  public readonly bootRoute: BootRoute;
  public readonly guestAgent: boolean;
  public readonly extraKernelArgs: readonly string[];
  public readonly installerImage: string;
  /** Image Factory in use, without a slash at the end. */
  public readonly factoryUrl: string;
  /** Name of the file in the datastores, with its ending. */
  public readonly fileName: string;
  /** What the hosts download. */
  public readonly downloadUrl: string;
  private readonly fileIds: ReadonlyMap<string, string>;

  constructor(scope: Construct, id: string, props: TalosImageProps) {
    super(scope, id);
    const facts = imageFacts(this, props);
    checkRules(this.node.path, IMAGE_RULES, facts);

    const registration = registerSchematic(this, facts, props.talosProvider);

    this.talosVersion = facts.talosVersion;
    this.schematic = facts.schematic;
    this.schematicId = facts.schematicId;
    this.platform = facts.platform;
    this.architecture = facts.architecture;
    this.bootRoute = facts.bootRoute;
    this.guestAgent = facts.schematic.hasExtension(QEMU_GUEST_AGENT);
    this.extraKernelArgs = facts.schematic.content.extraKernelArgs ?? [];
    this.factoryUrl = facts.factoryUrl;
    this.installerImage = installerImage(facts);
    this.fileName = `${facts.fileName}.${diskImageForm(facts.bootRoute).fileExtension}`;
    this.downloadUrl = diskImageUrl(facts, facts.bootRoute);
    this.fileIds = this.createDownloads(facts.hosts, registration);
    validateDownloads(this);
  }

  public installerImageFor(platform: Platform): string {
    const { factoryUrl, schematicId, talosVersion, architecture } = this;
    return installerImage({ factoryUrl, schematicId, talosVersion, architecture, platform });
  }

  public fileIdOn(host: ProxmoxHost): string {
    return findFileId(this, this.fileIds, host);
  }

  /** A file of the same image that a machine can be booted from, such as an ISO for a physical one. */
  public bootMedia(kind: BootMediaKind): BootMedia {
    return bootMedia(this, kind);
  }

  private createDownloads(hosts: readonly ProxmoxHost[], registration: ImageFactorySchematic): Map<string, string> {
    const fileIds = new Map<string, string>();
    for (const host of hosts) {
      const endpoint = this.node.tryFindChild(host.endpointName) ?? new Construct(this, host.endpointName);
      const download = new DownloadFile(endpoint, host.nodeName, this.renderDownload(host, registration));
      fileIds.set(proxmoxHostKey(host), download.id);
    }
    return fileIds;
  }

  private renderDownload(host: ProxmoxHost, registration: ImageFactorySchematic): DownloadFileConfig {
    const { contentType, decompressionAlgorithm } = diskImageForm(this.bootRoute);
    return {
      provider: host.provider,
      nodeName: host.nodeName,
      datastoreId: host.imageDatastoreId,
      contentType,
      decompressionAlgorithm,
      fileName: this.fileName,
      url: this.downloadUrl,
      overwrite: false, // else each plan compares sizes, and a new build at the factory replaces the file
      overwriteUnmanaged: true, // a download that was interrupted is taken up again
      dependsOn: [registration], // the URL holds the computed id, and the factory must know it
    };
  }
}

function findFileId(image: ITalosImage, fileIds: ReadonlyMap<string, string>, host: ProxmoxHost): string {
  const fileId = fileIds.get(proxmoxHostKey(host));
  if (fileId === undefined) throw imageNotOnHost(image.node.path, proxmoxHostKey(host), [...fileIds.keys()]);
  return fileId;
}
