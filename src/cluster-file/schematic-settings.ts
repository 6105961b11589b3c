/** A schematic written in the cluster file. Everything else needs a file in the form of Image Factory. */
export interface SchematicSpec {
  /**
   * Official extensions by their full names, such as `siderolabs/qemu-guest-agent`. Their order is part of the
   * schematic's id.
   * @default - none
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
  readonly meta?: readonly MetaValueSpec[];
  /**
   * Board support of a single-board computer.
   * @default - none
   */
  readonly overlay?: OverlaySpec;
}

/** A value of the META partition. */
export interface MetaValueSpec {
  /** Number of the value, from 0 to 255; 10 is the network configuration of the metal platform. */
  readonly key: number;
  /** The value, as text. */
  readonly value: string;
}

/** Board support of a single-board computer. */
export interface OverlaySpec {
  /** Container image of the overlay, such as `siderolabs/sbc-raspberrypi`. */
  readonly image: string;
  /** Name of the overlay in that image, such as `rpi_generic`. */
  readonly name: string;
  /**
   * Settings that the overlay understands.
   * @default - none
   */
  readonly options?: Readonly<Record<string, string | number | boolean>>;
}

/** A schematic, or the path of a file that holds one in the form of Image Factory. */
export type SchematicChoice = string | SchematicSpec;
