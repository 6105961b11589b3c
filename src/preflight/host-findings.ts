import { bridgesNotAsked, bridgeUnknown, hostOffline, hostUnknown, memoryExceeds, memoryShort } from './faults';
import type { EndpointState } from './endpoint-state';
import { type EndpointNeeds, hostNamesOf, type MachineNeeds } from './needs';
import { seesBridge } from './privilege-findings';
import { type Findings, hostKey, joinFindings, type Shortage } from './shortage';

const MIB = 1024 ** 2;

/** Shortages of hosts: the host itself, bridges or memory. */
export function hostFindings(needs: EndpointNeeds, state: EndpointState): Findings {
  return joinFindings(
    hostNamesOf(needs).map((hostName) => {
      const missing = missingHost(needs.name, hostName, state);
      if (missing !== undefined) return { shortages: [missing], advice: [] };
      const machines = needs.machines.filter((machine) => machine.hostName === hostName);
      const place = hostKey(needs.name, hostName);
      return joinFindings([
        bridgeFindings(place, hostName, machines, state),
        memoryFindings(place, hostName, machines, state),
      ]);
    }),
  );
}

function missingHost(endpoint: string, hostName: string, { hosts }: EndpointState): Shortage | undefined {
  const host = hosts.get(hostName);
  if (host?.isOnline === true) return undefined;
  const message =
    host === undefined ? hostUnknown(endpoint, hostName, [...hosts.keys()].sort()) : hostOffline(endpoint, hostName);
  return { kind: 'host-missing', accept: hostKey(endpoint, hostName), message };
}

function bridgeFindings(
  place: string,
  hostName: string,
  machines: readonly MachineNeeds[],
  state: EndpointState,
): Findings {
  const known = state.hosts.get(hostName)?.bridges?.map(({ name }) => name);
  if (known === undefined) return { shortages: [], advice: [], unchecked: [bridgesNotAsked(place)] };
  // a vnet of the plan is there once it is applied
  const local = machines.flatMap(({ bridges }) => bridges.filter(({ zone }) => zone === undefined));
  const wanted = [...new Set(local.map(({ name }) => name))];
  const shortages = wanted
    .filter((bridge) => !known.includes(bridge) && seesBridge(state, bridge))
    .map((bridge): Shortage => {
      const attached = machines.filter(({ bridges }) => bridges.some(({ name }) => name === bridge));
      const names = attached.map(({ name }) => name);
      return { kind: 'bridge-missing', accept: place, message: bridgeUnknown(place, bridge, names, known) };
    });
  return { shortages, advice: [] };
}

/** A host runs no machine larger than itself; memory that is in use it can take from others, at a price. */
function memoryFindings(
  place: string,
  hostName: string,
  machines: readonly MachineNeeds[],
  state: EndpointState,
): Findings {
  const memory = state.hosts.get(hostName)?.memory;
  if (memory === undefined) return { shortages: [], advice: [] };
  const [totalMiB, freeMiB] = [memory.totalBytes, memory.availableBytes].map((bytes) => Math.floor(bytes / MIB)) as [
    number,
    number,
  ];
  const tooLarge = machines.filter(({ memoryMiB }) => memoryMiB > totalMiB);
  const neededMiB = machines.reduce((sum, { memoryMiB }) => sum + memoryMiB, 0);
  return {
    shortages: tooLarge.map(({ name, memoryMiB }) => ({
      kind: 'memory-exceeded',
      accept: place,
      message: memoryExceeds(place, name, memoryMiB, totalMiB),
    })),
    advice: tooLarge.length === 0 && neededMiB > freeMiB ? [memoryShort(place, neededMiB, freeMiB)] : [],
  };
}
