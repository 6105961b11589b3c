import { TerraformStack } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import { DownloadFile, type DownloadFileConfig } from '../../../.gen/providers/proxmox/download-file';
import type { ImageFactorySchematic } from '../../../.gen/providers/talos/image-factory-schematic';
import { imageNotOnHost } from '../../errors/constructs';
import { type ResolvedImage, resolvedImage, resolvedOrigin } from '../../image/resolved';
import type { ImageSettings } from '../../image/settings';
import type { Architecture } from '../../values/architecture';
import type { BootRoute } from '../../values/boot-route';
import type { Platform } from '../../values/platform';
import { QEMU_GUEST_AGENT, Schematic } from '../../values/schematic/schematic';
import type { TalosVersion } from '../../values/talos-version';
import type { BootMedia, BootMediaKind } from './boot-media';
import { checkImage, checkImageParts } from './private/check-image';
import { bootMedia, diskImageForm, diskImageUrl, type FactoryImage, installerImage } from './private/factory-assets';
import { validateDownloads } from './private/image-files';
import { registerSchematic } from './private/schematic-registration';
import { lateText } from '../private/late-values';
import { checkStack, type Given, givenProvider } from '../private/other-stack';
import { type ProxmoxHost, proxmoxHostKey } from '../proxmox/proxmox-host';
import type { TalosImageAttributes, TalosImageProps } from './talos-image-props';

/** Image that a machine first boots, and the installer image that belongs to it. */
export interface ITalosImage extends IConstruct {
  /** Release of Talos on the image. */
  readonly talosVersion: TalosVersion;
  /** Id of the schematic at the factory: 64 hexadecimal digits. */
  readonly schematicId: string;
  /** Platform that the image is built for. */
  readonly platform: `${Platform}`;
  /** Processor architecture of the image. */
  readonly architecture: `${Architecture}`;
  /** If the image holds the extension `siderolabs/qemu-guest-agent`. */
  readonly guestAgent: boolean;
  /** Kernel arguments of the image, beside those of Talos. */
  readonly extraKernelArgs: readonly string[];
  /**
   * If the image is signed for secure boot.
   * @default false
   */
  readonly secureBoot?: boolean;
  /** Container image that an upgrade of a machine pulls, such as `factory.talos.dev/nocloud-installer/<id>:v1.13.9`. */
  readonly installerImage: string;
  /**
   * The installer image of the same version and schematic for another platform.
   *
   * @param platform platform that the machine was booted from
   */
  installerImageFor(platform: `${Platform}`): string;
  /**
   * The image on one host, as `<datastoreId>:<content type>/<file name>`.
   *
   * @param host Proxmox VE host, with its endpoint
   * @throws if the image was not put on that host; the error lists the hosts that have it
   * @see https://registry.terraform.io/providers/bpg/proxmox/latest/docs/resources/download_file
   */
  fileIdOn(host: ProxmoxHost): string;
  /**
   * How the image gets onto a disk; the route `import` if it is not said.
   *
   * @internal
   */
  readonly _bootRoute?: `${BootRoute}`;
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
    const { talosVersion, schematicId, fileIds, guestAgent = false, extraKernelArgs = [], ...settings } = attrs;
    const origin = resolvedOrigin(textSettings(settings));
    const { factoryUrl, installerMirror, architecture, platform, bootRoute, secureBoot } = origin;

    class Import extends Construct implements ITalosImage {
      public readonly talosVersion = talosVersion;
      public readonly schematicId = schematicId;
      public readonly platform = platform;
      public readonly architecture = architecture;
      public readonly guestAgent = guestAgent;
      public readonly extraKernelArgs = extraKernelArgs;
      public readonly secureBoot = secureBoot;
      public readonly installerImage = this.installerImageFor(platform);
      public readonly _bootRoute = bootRoute;

      public installerImageFor(wanted: `${Platform}`): string {
        const release = { schematicId, talosVersion, secureBoot };
        return installerImage({ factoryUrl, installerMirror, ...release, platform: wanted });
      }
      public fileIdOn(host: ProxmoxHost): string {
        return findFileId(this, new Map(Object.entries(fileIds)), host);
      }
    }
    const image = new Import(scope, id);
    checkImageParts(image, { fileIds, guestAgent, extraKernelArgs });
    checkImage(image, { ...textSettings(settings), hosts: [] });
    return image;
  }

  /** Release of Talos on the image. */
  public readonly talosVersion: TalosVersion;
  /** Extensions, kernel arguments and whatever else is built into the image. */
  public readonly schematic: Schematic;
  /** Id of the schematic at the factory: 64 hexadecimal digits. */
  public readonly schematicId: string;
  /** The image, with every default filled in. */
  public readonly settings: ResolvedImage;
  /** Platform that the image is built for. */
  public readonly platform: `${Platform}`;
  /** Processor architecture of the image. */
  public readonly architecture: `${Architecture}`;
  /** If the image holds the extension `siderolabs/qemu-guest-agent`. */
  public readonly guestAgent: boolean;
  /** Kernel arguments of the image, beside those of Talos. */
  public readonly extraKernelArgs: readonly string[];
  /** If the image is signed for secure boot. */
  public readonly secureBoot: boolean;
  /** Container image that an upgrade of a machine pulls. */
  public readonly installerImage: string;
  /** Name of the file in the datastores, with its ending. */
  public readonly fileName: string;
  /** URL that the hosts download. */
  public readonly downloadUrl: string;
  /** @internal */
  public readonly _bootRoute: `${BootRoute}`;
  private readonly fileIds: ReadonlyMap<string, string>;

  /**
   * @throws one error with a line for each fault, such as hosts for an image of physical machines
   */
  constructor(scope: Construct, id: string, props: TalosImageProps) {
    super(scope, id);
    const { talosVersion, schematic = Schematic.vanilla(), hosts, talosProvider, ...others } = props;
    const settings = textSettings(others);
    checkImageParts(this, { hosts, schematic });
    checkStack(this, [givenProvider('talosProvider', talosProvider), ...hosts.map(providerOfHost)]);
    const { bootloader, embeddedMachineConfiguration } = schematic.content;
    checkImage(this, { ...settings, hosts, bootloader, embeddedMachineConfiguration });
    const content = { talosVersion, schematic };

    this.talosVersion = talosVersion;
    this.schematic = schematic;
    this.schematicId = schematic.id;
    this.settings = resolvedImage(TerraformStack.of(this).node.id, content, settings);
    this.platform = this.settings.platform;
    this.architecture = this.settings.architecture;
    this._bootRoute = this.settings.bootRoute;
    this.secureBoot = this.settings.secureBoot;
    this.guestAgent = schematic.hasExtension(QEMU_GUEST_AGENT);
    this.extraKernelArgs = schematic.content.extraKernelArgs ?? [];
    this.installerImage = this.installerImageFor(this.platform);
    this.fileName = `${this.settings.fileName}.${diskImageForm(this._bootRoute).fileExtension}`;
    this.downloadUrl = diskImageUrl(this.factoryImage, this._bootRoute);

    const registration = registerSchematic(this, content, this.settings.factoryUrl, talosProvider);
    this.fileIds = this.createDownloads(hosts, registration);
    validateDownloads(this);
  }

  private get factoryImage(): FactoryImage {
    const { talosVersion, schematicId, platform, architecture, secureBoot } = this;
    const { factoryUrl, imageMirror, installerMirror } = this.settings;
    const origin = { factoryUrl, imageMirror, installerMirror };
    return { ...origin, talosVersion, schematicId, platform, architecture, secureBoot };
  }

  /**
   * The installer image of the same version and schematic for another platform.
   *
   * @param platform platform that the machine was booted from
   */
  public installerImageFor(platform: `${Platform}`): string {
    return installerImage({ ...this.factoryImage, platform });
  }

  /**
   * The image on one host, as `<datastoreId>:<content type>/<file name>`: a token.
   *
   * @throws if the host does not download the image; the error lists the hosts that do
   */
  public fileIdOn(host: ProxmoxHost): string {
    return findFileId(this, this.fileIds, host);
  }

  /** A file of the same image that a machine can be booted from, such as an ISO for a physical one. */
  public bootMedia(kind: BootMediaKind): BootMedia {
    return bootMedia(this.factoryImage, kind);
  }

  private createDownloads(hosts: readonly ProxmoxHost[], registration: ImageFactorySchematic): Map<string, string> {
    const fileIds = new Map<string, string>();
    for (const host of new Map(hosts.map((each) => [proxmoxHostKey(each), each])).values()) {
      const endpoint = this.node.tryFindChild(host.endpointName) ?? new Construct(this, host.endpointName);
      const { imageHost = host.nodeName } = host;
      // hosts that share a datastore share the file
      const download =
        (endpoint.node.tryFindChild(imageHost) as DownloadFile | undefined) ??
        new DownloadFile(endpoint, imageHost, this.renderDownload({ ...host, nodeName: imageHost }, registration));
      fileIds.set(proxmoxHostKey(host), download.id);
    }
    return fileIds;
  }

  private renderDownload(host: ProxmoxHost, registration: ImageFactorySchematic): DownloadFileConfig {
    const { contentType, decompressionAlgorithm } = diskImageForm(this._bootRoute);
    return {
      provider: host.provider,
      nodeName: host.nodeName,
      datastoreId: host.imageDatastoreId,
      contentType,
      decompressionAlgorithm,
      fileName: this.fileName,
      url: this.downloadUrl,
      overwrite: false, // else each plan compares sizes, and a new build at the factory replaces the file
      overwriteUnmanaged: true, // what an interrupted download left is replaced
      dependsOn: [registration], // the URL holds the computed id, and the factory must know it
    };
  }
}

function providerOfHost({ provider }: ProxmoxHost, index: number): Given {
  const setting = `hosts[${index}].provider`;
  return { setting, value: provider, instead: 'make a ProxmoxEndpoint in this stack and take its host' };
}

function textSettings<T extends Pick<ImageSettings, 'factoryUrl' | 'imageMirror' | 'installerMirror'>>(settings: T): T {
  const { factoryUrl, imageMirror, installerMirror } = settings;
  return {
    ...settings,
    ...(factoryUrl !== undefined && { factoryUrl: lateText(factoryUrl) }),
    ...(imageMirror !== undefined && { imageMirror: lateText(imageMirror) }),
    ...(installerMirror !== undefined && { installerMirror: lateText(installerMirror) }),
  };
}

function findFileId(image: ITalosImage, fileIds: ReadonlyMap<string, string>, host: ProxmoxHost): string {
  const fileId = fileIds.get(proxmoxHostKey(host));
  if (fileId === undefined) throw imageNotOnHost(image.node.path, proxmoxHostKey(host), [...fileIds.keys()]);
  return fileId;
}
