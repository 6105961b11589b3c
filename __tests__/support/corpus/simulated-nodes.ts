import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serviceAddresses } from '../../../homelab/addresses';
import { reserveBlock } from '../../../homelab/block';
import { Simulator } from '../../../homelab/simulator';
import { TalosConnection, TalosRefusal, tryConfiguration } from '../../../homelab/clients/talos-client';
import { provideNativeJudge } from '../../../scripts/toolchain/judge';
import { projectRoot } from '../project';
import { toolchain } from '../tofu';

/** A machine, as far as it decides about a configuration. */
export interface NodeKind {
  /** Talos version of its image. */
  readonly talosVersion: string;
  /** `cloud` for an image of nocloud, `metal` for one that is installed from. */
  readonly mode: 'cloud' | 'metal';
}

const READY_TRIES = 100;

/** Machines in maintenance mode, one of each kind, that look at configurations and take none. */
export class SimulatedNodes {
  private readonly connections = new Map<string, TalosConnection>();

  private constructor(private readonly close: () => Promise<void>) {}

  public static async start(kinds: readonly NodeKind[]): Promise<SimulatedNodes> {
    const { simulator: program } = toolchain();
    if (program === undefined) throw new Error('the simulator must be built, and Go is not installed');
    const { block, release } = await reserveBlock();
    const directory = mkdtempSync(join(tmpdir(), 'corpus-'));
    const services = serviceAddresses(block);
    const machines = [...new Map(kinds.map((kind) => [keyOf(kind), kind])).values()];
    const addressOf = (index: number): string => `127.${block}.1.${index + 1}`;
    const simulator = await Simulator.start({
      command: [program, 'homelab'],
      configFile: join(directory, 'homelab.json'),
      config: {
        stateDirectory: join(directory, 'state'),
        control: services.control,
        proxmox: [],
        factory: {
          listen: services.factory,
          extensionsFile: join(projectRoot, 'schemas', 'talos-extensions.json'),
          aliasesFile: join(projectRoot, 'schemas', 'extension-aliases.json'),
        },
        talos: {
          schemaDirectory: join(projectRoot, 'schemas', 'talos-config'),
          extensionServicesFile: join(projectRoot, 'schemas', 'extension-services.json'),
          judge: provideNativeJudge(),
          ...{ bootMs: 0, applyMs: 0, rebootMs: 0, switchMs: 0, eventMs: 0 },
          physical: machines.map((kind, index) => physical(kind, `machine-${index}`, `${addressOf(index)}/16`)),
        },
        // no machine gets as far as to start one
        kubernetes: { apiserver: program, etcd: program },
      },
    });
    const nodes = new SimulatedNodes(async () => {
      await simulator.stop();
      await release();
      rmSync(directory, { recursive: true, force: true });
    });
    for (const [index, kind] of machines.entries()) {
      nodes.connections.set(keyOf(kind), await connected(addressOf(index)));
    }
    return nodes;
  }

  /** Objection of a machine to a configuration; nothing if it would apply it. */
  public async refusal(kind: NodeKind, configuration: string): Promise<string | undefined> {
    const connection = this.connections.get(keyOf(kind));
    if (connection === undefined) throw new Error(`there is no machine of the kind ${keyOf(kind)}`);
    try {
      await tryConfiguration(connection, configuration);
      return undefined;
    } catch (error) {
      if (!(error instanceof TalosRefusal)) throw error;
      return error.reason;
    }
  }

  public async stop(): Promise<void> {
    for (const connection of this.connections.values()) connection.close();
    await this.close();
  }
}

function keyOf({ talosVersion, mode }: NodeKind): string {
  return `${talosVersion} ${mode}`;
}

function physical({ talosVersion, mode }: NodeKind, name: string, address: string): object {
  return {
    name,
    address,
    image: {
      version: talosVersion,
      schematicId: '376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba',
      platform: mode === 'metal' ? 'metal' : 'nocloud',
      architecture: 'amd64',
      extensions: [],
    },
    memoryMiB: 4096,
    disks: [{ interface: 'sata0', serial: name, sizeGiB: 500, system: true }],
  };
}

/** A machine answers as soon as it has booted. */
async function connected(address: string): Promise<TalosConnection> {
  for (let tries = 1; ; tries++) {
    const connection = TalosConnection.insecure(address);
    try {
      await connection.call('/machine.MachineService/Version');
      return connection;
    } catch (error) {
      connection.close();
      if (error instanceof TalosRefusal || tries === READY_TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
