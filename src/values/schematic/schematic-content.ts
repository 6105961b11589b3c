/**
 * Content of a schematic, by the names of Image Factory's own file format without the nesting.
 *
 * @see https://github.com/siderolabs/image-factory/blob/main/docs/api.md
 */
export interface SchematicContent {
  /**
   * Account that the schematic belongs to; enterprise factories only.
   * @default - public
   */
  readonly owner?: string;
  /**
   * Board support of a single-board computer.
   * @default - none
   */
  readonly overlay?: SchematicOverlay;
  /**
   * Official extensions, such as `siderolabs/qemu-guest-agent`; their order is part of the id.
   * @default - Talos as released
   */
  readonly extensions?: readonly string[];
  /**
   * Arguments of the kernel, beside those of Talos.
   * @default - none
   */
  readonly extraKernelArgs?: readonly string[];
  /**
   * First contents of the META partition.
   * @default - none
   */
  readonly meta?: readonly SchematicMeta[];
  /**
   * Settings of the secure boot variants of the image.
   * @default - keys are enrolled in virtual machines only, without well-known certificates
   */
  readonly secureboot?: SchematicSecureBoot;
  /**
   * Boot loader: `dual-boot`, `sd-boot` or `grub`.
   * @default - chosen by Talos
   */
  readonly bootloader?: string;
  /**
   * Sector size of the disk image, in bytes.
   * @default - 512
   */
  readonly sectorSize?: number;
  /**
   * Documents of the machine configuration that lie in the image, as YAML, such as certificates that machines trust before they
   * have that of the cluster. Talos 1.12 and newer read them. A whole configuration is refused: machines would start with it.
   * @default - none
   */
  readonly embeddedMachineConfiguration?: string;
}

/** Board support of a single-board computer. */
export interface SchematicOverlay {
  /** Container image of the overlay, such as `siderolabs/sbc-raspberrypi`. */
  readonly image: string;
  /** Name of the overlay in that image, such as `rpi_generic`. */
  readonly name: string;
  /**
   * Settings that the overlay understands: strings, whole numbers, booleans, lists and maps of them.
   * @default - none
   */
  readonly options?: Readonly<Record<string, SchematicOption>>;
}

/** One setting of an overlay. */
export type SchematicOption =
  string | number | boolean | readonly SchematicOption[] | { readonly [key: string]: SchematicOption };

/** One value of the META partition. */
export interface SchematicMeta {
  /** Number of the value, from 0 to 255; 10 is the network configuration of the metal platform. */
  readonly key: number;
  /** Value stored under the number. */
  readonly value: string;
}

/** Secure boot settings of an image. */
export interface SchematicSecureBoot {
  /**
   * When keys are enrolled at the first boot: `off`, `manual`, `if-safe` or `force`.
   * @default - `if-safe`
   */
  readonly enrollKeys?: string;
  /**
   * If true, the certificates that firmware vendors ship are trusted too.
   * @default false
   */
  readonly includeWellKnownCertificates?: boolean;
}
