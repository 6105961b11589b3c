import { Architecture } from '../values/architecture';
import { BootRoute } from '../values/boot-route';
import type { Complete } from '../values/complete';
import { nothingLeft } from '../values/nothing-left';
import { Platform } from '../values/platform';
import type { Schematic } from '../values/schematic/schematic';
import type { TalosVersion } from '../values/talos-version';
import type { ImageOrigin, ImageSettings } from './settings';

/** Image Factory of the makers of Talos. */
export const DEFAULT_FACTORY_URL = 'https://factory.talos.dev';

/** Where an image comes from and what it runs on, with every default filled in. */
export interface ResolvedOrigin extends Complete<ImageOrigin> {
  /** Image Factory that images and installer images come from, without a slash at the end. */
  readonly factoryUrl: string;
  /** Mirror that images are downloaded through, without a slash at the end; nothing if they come from the factory. */
  readonly imageMirror: string | undefined;
  /** Registry and path of the installer images; nothing if they come from the factory. */
  readonly installerMirror: string | undefined;
  /** Processor architecture of the machines. */
  readonly architecture: `${Architecture}`;
  /** Platform that the image is built for. */
  readonly platform: `${Platform}`;
  /** How the image gets onto the disk of a virtual machine. */
  readonly bootRoute: `${BootRoute}`;
  /** If machines boot signed images only. */
  readonly secureBoot: boolean;
}

/** An image with every default filled in. */
export interface ResolvedImage extends ResolvedOrigin {
  /** Name of the file in the datastores, without ending. */
  readonly fileName: string;
}

/** Fills in what the settings of an image leave open, but for the name of its file. */
export function resolvedOrigin(settings: ImageOrigin): ResolvedOrigin {
  const {
    factoryUrl = DEFAULT_FACTORY_URL,
    imageMirror,
    installerMirror,
    architecture = Architecture.AMD64,
    platform = Platform.NOCLOUD,
    bootRoute = BootRoute.IMPORT,
    secureBoot = false,
    ...rest
  } = settings;
  nothingLeft(rest);
  return {
    factoryUrl: withoutSlashes(factoryUrl),
    imageMirror: imageMirror === undefined ? undefined : withoutSlashes(imageMirror),
    installerMirror,
    architecture,
    platform,
    bootRoute,
    secureBoot,
  };
}

/** Version and content of an image, which stand in the name of its file. */
export interface ImageContent {
  /** Release of Talos. */
  readonly talosVersion: TalosVersion;
  /** Extensions, kernel arguments and whatever else is built in. */
  readonly schematic: Schematic;
}

/**
 * Fills in what the settings of an image leave open.
 *
 * @param stackName stands in the name of the file
 */
export function resolvedImage(
  stackName: string,
  { talosVersion, schematic }: ImageContent,
  { fileName, ...settings }: ImageSettings,
): ResolvedImage {
  const origin = resolvedOrigin(settings);
  const named = [stackName, schematic.shortId, talosVersion.tag, origin.platform, imageArchitecture(origin)];
  return { ...origin, fileName: fileName ?? named.join('-') };
}

/** Architecture of an image as Image Factory names it, such as `amd64` and `amd64-secureboot`. */
export function imageArchitecture({
  architecture,
  secureBoot,
}: {
  readonly architecture: `${Architecture}`;
  readonly secureBoot: boolean;
}): string {
  return secureBoot ? `${architecture}-secureboot` : architecture;
}

/** Name of an image file unless a pattern is written. */
export const DEFAULT_FILE_NAME_PATTERN = '{cluster}-{schematic}-{version}-{platform}-{architecture}';

/** Values of the placeholders in the pattern of a file name. */
export type FileNameParts = Readonly<Record<'cluster' | 'schematic' | 'version' | 'platform' | 'architecture', string>>;

/** Name of an image file after a pattern. */
export function fileNameOf(parts: FileNameParts, pattern = DEFAULT_FILE_NAME_PATTERN): string {
  return Object.entries(parts).reduce((name, [key, value]) => name.replaceAll(`{${key}}`, value), pattern);
}

/** The URL of a factory or a mirror as it stands before paths. */
export function withoutSlashes(url: string): string {
  return url.replace(/\/+$/, '');
}
