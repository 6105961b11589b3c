import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Verdict } from '../../plan/verdict/verdict';
import { homelabNotCompiled } from '../../errors/cli';
import { packageDirectory } from '../../process/package-file';
import { CommandError } from '../command-error';

/** A part of a cluster file that a homelab plays, as it has no original of it. */
export interface PlayedPart {
  /** Where it stands in the file. */
  readonly place: string;
  /** The part, as the file has it. */
  readonly part: string;
  /** How it is played, in words. */
  readonly playedBy: string;
}

/** Result of a try, as it is printed with `--json`. */
export interface TryResult {
  /** Name of the cluster. */
  readonly cluster: string;
  /** Its file. */
  readonly file: string;
  /** Parts of the file that were played. */
  readonly doubles: readonly PlayedPart[];
  /** Plans that were judged, in their order. */
  readonly steps: readonly {
    /** Purpose of the plan: the cluster is made, it is changed, or a change is refused. */
    readonly step: 'create' | 'change' | 'refusal';
    /** The change, in words. */
    readonly title?: string;
    /** The change as an edit of the file. */
    readonly edit?: readonly string[];
    /** The verdict of the guard. */
    readonly verdict: Verdict;
  }[];
  /** If a plan after everything was applied found nothing to do. */
  readonly secondPlanEmpty: boolean;
  /** If everything was destroyed, and nothing is left. */
  readonly destroyed: boolean;
}

/** The simulated homelab, as far as the command line uses it. Of its programs no more is known here than that it takes them. */
export interface HomelabModule {
  /** Throws where no homelab can run. */
  readonly requireHomelab: () => void;
  /** The programs of the homelab of this package, which a person may have named. */
  readonly readyTools: (given: string | undefined) => unknown;
  /** Values for variables that a cluster file needs and nobody has set. */
  readonly madeUpEnvironment: (
    spec: unknown,
    options: { readonly directory: string; readonly environment: Readonly<Record<string, string | undefined>> },
  ) => { readonly values: Readonly<Record<string, string>>; readonly doubles: readonly PlayedPart[] };
  /** Makes a cluster in a homelab, changes it and destroys it. */
  readonly tryCluster: (
    cluster: {
      readonly spec: unknown;
      readonly file: string;
      readonly text?: string;
      readonly directory: string;
      readonly doubles: readonly PlayedPart[];
    },
    options: { readonly tools: unknown; readonly keep: boolean; readonly print: (text: string) => void },
  ) => Promise<{ readonly exitCode: number; readonly result?: TryResult }>;
}

/** Loads the homelab, which only this command does. */
export function loadHomelab(): HomelabModule {
  const file = join(packageDirectory(), 'lib', 'homelab', 'command-line.js');
  if (!existsSync(file)) throw new CommandError(homelabNotCompiled());
  return createRequire(__filename)(file) as HomelabModule;
}
