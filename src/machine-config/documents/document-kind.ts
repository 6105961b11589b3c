import type { Fields } from '../fields';
import type { ClusterSettings } from '../settings/cluster';
import type { MachineSettings } from '../settings/machine';

/** One document of a machine configuration, beside the main one. */
export interface TalosDocument {
  /** The only version there is. */
  readonly apiVersion: 'v1alpha1';
  /** Subject of the document, such as `LinkConfig`. */
  readonly kind: string;
  /** Tells documents of one kind apart, where there can be several. */
  readonly name?: string;
}

/** Fields of the main document, by section. */
export interface MainFields {
  /** Fields of `machine`. */
  readonly machine?: Fields;
  /** Fields of `cluster`. */
  readonly cluster?: Fields;
}

/**
 * Places where secrets stand. Each is a path with dots, where `*` is any key or item of a list.
 */
export interface SecretFields {
  /**
   * Secrets of other systems, such as the password of a registry.
   * @default - none
   */
  readonly secrets?: readonly string[];
  /**
   * Variables of programs, as a map or as a list of `NAME=value`. The name of one tells if it is a secret.
   * @default - none
   */
  readonly variables?: readonly string[];
  /**
   * Texts for other programs, which may hold secrets whatever they are called.
   * @default - none
   */
  readonly contents?: readonly string[];
}

/** A field that has one value, which no patch may change. */
export interface FixedField {
  /** Place in the document. */
  readonly field: string;
  /** Place of the same in the main document of contracts before the kind. */
  readonly legacy: string;
  /** Sentence for a patch with another value. */
  readonly message: (got: unknown, made: string) => string;
}

/** A kind of document: all that this library knows of it. */
export interface DocumentKind<T extends TalosDocument = TalosDocument> extends SecretFields {
  /** Name of the kind, such as `HostnameConfig`. */
  readonly kind: T['kind'];
  /** First contract with this kind, such as `v1.12`; of older ones than the oldest contract here, the oldest. */
  readonly since: string;
  /**
   * The documents of one machine, of all of the cluster. `main` is the main document as contracts before the kind have it,
   * whose fields the document may take over.
   * @default - only patches have this kind
   */
  readonly render?: (
    cluster: ClusterSettings,
    machine: MachineSettings,
    main: MainFields,
    machines: readonly MachineSettings[],
  ) => readonly T[];
  /**
   * The same in the main document, for contracts before the kind.
   * @default - another kind says it, or nothing did
   */
  readonly legacy?: (cluster: ClusterSettings, machine: MachineSettings) => MainFields;
  /**
   * Fields of the main document that a machine refuses beside a document of this kind.
   * @default - none
   */
  readonly replaces?: readonly string[];
  /**
   * Fields of the main document that documents of this kind say instead, though a machine takes both.
   * @default - none
   */
  readonly moves?: readonly string[];
  /**
   * Fields that come from settings which are checked, by place, and where the cluster file has them.
   * @default - none
   */
  readonly settings?: Readonly<Record<string, string>>;
  /**
   * The setting that takes a document of this kind away.
   * @default - patches may
   */
  readonly deletedBy?: string;
  /**
   * Secrets of the stack, which it makes once and hands to every machine.
   * @default - none
   */
  readonly ofStack?: readonly string[];
  /**
   * If a document describes a whole link, of which a machine takes one description only.
   * @default false
   */
  readonly describesLink?: boolean;
  /**
   * Fields that patches leave as they are.
   * @default - none
   */
  readonly fixed?: readonly FixedField[];
  /**
   * Sentence for fields that a machine refuses beside each other, though the schema takes them.
   * @default - there are none
   */
  readonly conflict?: (document: Fields) => string | undefined;
  /**
   * Secrets of the same in the main document.
   * @default - none
   */
  readonly legacySecrets?: readonly string[];
}
